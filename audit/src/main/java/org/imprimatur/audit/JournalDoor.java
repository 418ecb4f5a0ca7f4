package org.imprimatur.audit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket in the file system through which commands of the same user add notices to a journal that
 * this process holds. Decisions about requests never come this way. A door that cannot be opened
 * harms nothing but those commands. Thread-safe.
 */
public final class JournalDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalDoor.class);
  private static final long PATIENCE_SECONDS = 10;

  private final ServerSocketChannel server;
  private final Path socket;
  private final AuditJournal journal;

  private JournalDoor(ServerSocketChannel server, Path socket, AuditJournal journal) {
    this.server = server;
    this.socket = socket;
    this.journal = journal;
  }

  /** Opens the door at {@code socket}, in a directory that only its owner can enter. */
  public static JournalDoor open(Path socket, AuditJournal journal) throws IOException {
    Files.deleteIfExists(socket); // whoever holds the journal's lock owns the place of its door
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean opened = false;
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      JournalDoor door = new JournalDoor(server, socket, journal);
      Thread thread = new Thread(door::listen, "journal-door");
      thread.setDaemon(true);
      thread.start();
      opened = true;
      return door;
    } finally {
      if (!opened) {
        server.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the journal's door did not close");
    }
  }

  private void listen() {
    while (true) {
      try (SocketChannel visitor = server.accept()) {
        DoorLine.write(visitor, answer(DoorLine.read(visitor)));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        LOG.atWarn().setCause(e).log("a visitor at the journal's door was not served");
      }
    }
  }

  private String answer(String line) {
    try {
      Receipt receipt =
          journal
              .append(NoticeJson.decode(line))
              .toCompletableFuture()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
      return ReceiptJson.encode(receipt);
    } catch (IllegalArgumentException | JournalUnavailable e) {
      return DoorLine.refusal(String.valueOf(e.getMessage()));
    } catch (CompletionException e) {
      return DoorLine.refusal(String.valueOf(e.getCause()));
    }
  }
}
