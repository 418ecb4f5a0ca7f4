package org.imprimatur.policies.model;

import org.imprimatur.policies.yaml.Place;

/** A setting with its value, and where the value was written. */
public record Placed(String path, Field field, Value value, Place place) {}
