package org.imprimatur.policies;

import org.imprimatur.api.Sha256;

/** The serial of a file, and its content. */
record Version(long serial, Sha256 content) {}
