package org.imprimatur.safety.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;

/** Where a gate pack's files are. */
public interface GateFiles {
  /**
   * The bytes of a file of the pack.
   *
   * @param name relative to the pack, parts joined by {@code /}
   * @throws ConfigurationException if it cannot be read
   */
  byte[] read(String name);

  /** How a file of the pack is called in messages. */
  String describe(String name);

  /** A pack in a folder; names that lead out of it are refused. */
  static GateFiles folder(Path folder) {
    return new GateFiles() {
      @Override
      public byte[] read(String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize())) {
          throw new ConfigurationException(
              describe(name) + " lies outside the pack: keep all files in one folder");
        }
        try {
          return Files.readAllBytes(file);
        } catch (IOException e) {
          throw new ConfigurationException(
              describe(name) + " cannot be read: install the gate pack again", e);
        }
      }

      @Override
      public String describe(String name) {
        return folder.resolve(name).toString();
      }
    };
  }

  /** A pack in this module's jar. */
  static GateFiles bundled(String pack) {
    return new GateFiles() {
      @Override
      public byte[] read(String name) {
        String resource = "/org/imprimatur/safety/models/" + pack + "/" + name;
        try (InputStream in = GateFiles.class.getResourceAsStream(resource)) {
          if (in == null) {
            throw new ConfigurationException(
                describe(name)
                    + " is missing: build the safety module with safety/models in place");
          }
          return in.readAllBytes();
        } catch (IOException e) {
          throw new ConfigurationException(describe(name) + " cannot be read: build it again", e);
        }
      }

      @Override
      public String describe(String name) {
        return pack + "/" + name + " in the jar";
      }
    };
  }
}
