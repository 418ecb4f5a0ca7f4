package org.imprimatur.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One line each way through the journal's door. */
final class DoorLine {
  private static final int MAX_BYTES = 1 << 17;
  private static final String REFUSAL = "refused ";

  private DoorLine() {}

  static void write(SocketChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static String read(SocketChannel channel) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(4_096);
    while (channel.read(buffer) >= 0 && line.size() < MAX_BYTES) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        line.write(next);
      }
      buffer.clear();
    }
    throw new IOException("no whole line came through the journal's door");
  }

  static String refusal(String why) {
    return REFUSAL + why.replace('\n', ' ');
  }

  static boolean isRefusal(String line) {
    return line.startsWith(REFUSAL);
  }

  static String reason(String refusal) {
    return refusal.substring(REFUSAL.length());
  }
}
