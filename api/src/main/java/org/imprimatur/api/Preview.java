package org.imprimatur.api;

/**
 * An unfinished picture, as it was after one of the generator's steps.
 *
 * @param step counted from 1
 */
public record Preview(int step, int of, RasterImage image) {}
