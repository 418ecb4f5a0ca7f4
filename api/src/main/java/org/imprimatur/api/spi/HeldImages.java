package org.imprimatur.api.spi;

import org.imprimatur.api.SignedImage;
import org.imprimatur.api.Ticket;

/**
 * Keeps images that wait for a person's decision.
 *
 * <p>Promises: thread-safe; durable when it returns; throws when it could not keep the image; an
 * image is found only under its own tenant.
 */
public interface HeldImages {
  void keep(Ticket ticket, SignedImage image);
}
