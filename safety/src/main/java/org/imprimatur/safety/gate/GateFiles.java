package org.imprimatur.safety.gate;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/** Where a gate pack's files are. */
public interface GateFiles {
  /**
   * A file of the pack, to be closed by the caller.
   *
   * @param name relative to the pack, parts joined by {@code /}
   * @throws ConfigurationException if it is not there
   */
  InputStream open(String name);

  /** How a file of the pack is called in messages. */
  String describe(String name);

  /** The file on disk, where it is one. */
  Optional<Path> path(String name);

  /**
   * The bytes of a file.
   *
   * @throws ConfigurationException if it cannot be read
   */
  default byte[] read(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * The digest of a file, however large.
   *
   * @throws ConfigurationException if it cannot be read
   */
  default Sha256 sha256(String name) {
    try (DigestInputStream in =
        new DigestInputStream(open(name), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return Sha256.ofDigest(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw unreadable(name, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private ConfigurationException unreadable(String name, IOException e) {
    return new ConfigurationException(
        describe(name) + " cannot be read: install the gate pack again", e);
  }

  /** Whether the pack has such a file. */
  boolean holds(String name);

  /**
   * A pack in a folder or behind an address.
   *
   * @param from a folder, or an https address of one or of its manifest
   * @throws ConfigurationException if the address is not safe
   */
  static GateFiles at(String from) {
    return from.contains("://") ? new PackDownload(URI.create(from)) : folder(Path.of(from));
  }

  /** A pack in a folder; names that lead out of it are refused. */
  static GateFiles folder(Path folder) {
    return new FolderFiles(folder);
  }

  /** A pack in this module's jar. */
  static GateFiles bundled(String pack) {
    return new BundledFiles(pack);
  }

  /** A pack in a folder. */
  record FolderFiles(Path folder) implements GateFiles {
    @Override
    public InputStream open(String name) {
      try {
        return Files.newInputStream(inside(name));
      } catch (IOException e) {
        throw unreadable(name, e);
      }
    }

    @Override
    public Optional<Path> path(String name) {
      return Optional.of(inside(name));
    }

    @Override
    public boolean holds(String name) {
      return Files.exists(inside(name));
    }

    @Override
    public String describe(String name) {
      return folder.resolve(name).toString();
    }

    private Path inside(String name) {
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder.normalize())) {
        throw new ConfigurationException(
            describe(name) + " lies outside the pack: keep all files in one folder");
      }
      return file;
    }

    private ConfigurationException unreadable(String name, IOException e) {
      return new ConfigurationException(
          describe(name) + " cannot be read: install the gate pack again", e);
    }
  }

  /** A pack in the jar. */
  record BundledFiles(String pack) implements GateFiles {
    @Override
    public InputStream open(String name) {
      InputStream in = GateFiles.class.getResourceAsStream(resource(name));
      if (in == null) {
        throw new ConfigurationException(
            describe(name) + " is missing: build the safety module with safety/models in place");
      }
      return in;
    }

    @Override
    public Optional<Path> path(String name) {
      return Optional.empty();
    }

    @Override
    public boolean holds(String name) {
      return GateFiles.class.getResource(resource(name)) != null;
    }

    @Override
    public String describe(String name) {
      return pack + "/" + name + " in the jar";
    }

    private String resource(String name) {
      return "/org/imprimatur/safety/models/" + pack + "/" + name;
    }
  }
}
