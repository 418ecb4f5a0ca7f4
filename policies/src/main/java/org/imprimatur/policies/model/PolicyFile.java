package org.imprimatur.policies.model;

import org.imprimatur.policies.yaml.Source;

/** One policy file as it was written, not yet laid over another. */
public record PolicyFile(Source source, Header header, Settings settings, Clauses clauses) {}
