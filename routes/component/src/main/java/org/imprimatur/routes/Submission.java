package org.imprimatur.routes;

import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Ticket;

/** A request at the door, with the ticket that it was given: the body that {@code admit} takes. */
public record Submission(Ticket ticket, GenerationRequest request) {}
