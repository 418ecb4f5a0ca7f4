/**
 * Benchmarks. JMH classes end in {@code Bench}; run one with {@code mvn -q -pl bench -am package
 * -DskipTests && java -cp ... org.openjdk.jmh.Main NAME}, see {@code bench/README.md}.
 */
@NullMarked
package org.imprimatur.bench;

import org.jspecify.annotations.NullMarked;
