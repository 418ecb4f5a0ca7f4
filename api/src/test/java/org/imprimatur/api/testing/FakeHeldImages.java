package org.imprimatur.api.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imprimatur.api.SignedImage;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.HeldImages;

/** Remembers the request ids of what it keeps. */
public final class FakeHeldImages implements HeldImages {
  private final List<String> kept = new CopyOnWriteArrayList<>();

  public List<String> kept() {
    return List.copyOf(kept);
  }

  @Override
  public void keep(Ticket ticket, SignedImage image) {
    kept.add(ticket.requestId());
  }
}
