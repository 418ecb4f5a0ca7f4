package org.imprimatur.api;

/**
 * A picture as a file with content credentials, ready for release.
 *
 * @param file the signed file
 * @param manifestId the label of the active manifest
 * @param manifestDigest digest of the manifest store within the file
 */
public record SignedImage(
    ClassifiedImage source, EncodedImage file, String manifestId, Sha256 manifestDigest) {}
