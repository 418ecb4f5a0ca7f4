package org.imprimatur.safety.learned;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.imprimatur.api.ConfigurationException;

/** Reads numbers from the file that {@code export.py} writes. For one thread. */
final class Weights {
  private final String name;
  private final DataInputStream in;

  Weights(String name, byte[] file) {
    this.name = name;
    this.in = new DataInputStream(new ByteArrayInputStream(file));
  }

  int number() {
    try {
      return in.readInt();
    } catch (IOException e) {
      throw cutShort(e);
    }
  }

  byte[] bytes(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new IOException("end of file");
      }
      return bytes;
    } catch (IOException e) {
      throw cutShort(e);
    }
  }

  float[] floats(int count) {
    try {
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = in.readFloat();
      }
      return numbers;
    } catch (IOException e) {
      throw cutShort(e);
    }
  }

  private ConfigurationException cutShort(IOException cause) {
    return new ConfigurationException(name + " is cut short: build the safety module again", cause);
  }
}
