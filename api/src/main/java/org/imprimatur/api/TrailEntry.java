package org.imprimatur.api;

import java.time.Duration;
import java.time.Instant;

/** What one step left in the trail. */
public record TrailEntry(StepName step, Evidence evidence, Instant startedAt, Duration took) {}
