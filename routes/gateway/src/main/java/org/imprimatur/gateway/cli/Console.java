package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.imprimatur.gateway.http.Json;

/**
 * Where commands write: results to one stream, progress and errors to the other.
 *
 * @param terminal whether a person watches, so that lines may be drawn over
 */
public record Console(PrintWriter results, PrintWriter notes, boolean terminal) {
  void result(String line) {
    results.println(line);
  }

  void result(JsonNode json) {
    results.println(Json.pretty(json));
  }

  void note(String line) {
    notes.println(line);
  }

  /** Draws over the current line where a person watches; silent elsewhere. */
  void progress(String line) {
    if (terminal) {
      notes.print("\r\u001b[2K" + line);
      notes.flush();
    }
  }

  void clearProgress() {
    progress("");
  }
}
