package org.imprimatur.provenance.validate;

/**
 * One thing that validation found.
 *
 * @param code as the specification names it, see {@link StatusCode}
 * @param url the JUMBF address of what it is about
 * @param explanation for people
 */
public record Status(String code, String url, String explanation) {}
