package org.imprimatur.gateway.cli;

import java.util.Map;
import org.imprimatur.gateway.Home;

/** What every command starts from. */
record Workplace(Console console, Home home, Map<String, String> environment) {}
