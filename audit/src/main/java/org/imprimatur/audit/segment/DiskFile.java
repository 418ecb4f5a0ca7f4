package org.imprimatur.audit.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** A file on a disk that notices when its name no longer leads to it. */
public final class DiskFile implements AppendFile {
  private final Path path;
  private final FileChannel channel;
  private final Identity identity;
  private long size;

  private record Identity(String key) {
    static Identity of(Path path) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Identity(Objects.toString(attributes.fileKey(), ""));
    }
  }

  private DiskFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.identity = Identity.of(path);
    this.size = channel.size();
    channel.position(size);
  }

  /** Opens the file for writing at its end, and creates it if there is none. */
  public static DiskFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    return new DiskFile(path, channel);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      size += channel.write(bytes);
    }
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String ailment() {
    try {
      if (!Identity.of(path).equals(identity)) {
        return "the file " + path + " was replaced while the journal was writing to it";
      }
      long now = channel.size();
      return now == size
          ? ""
          : "the file %s holds %d bytes, but the journal wrote %d".formatted(path, now, size);
    } catch (NoSuchFileException e) {
      return "the file " + path + " was removed while the journal was writing to it";
    } catch (IOException e) {
      return "the file " + path + " cannot be looked at: " + e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
