package org.imprimatur.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks at a policy directory again and again and has the store reload once a change has settled:
 * two looks in a row must see the same files, so that a file that is being written is not taken up.
 * A change is in force after two to three looks. Confined to the scheduler's thread.
 */
public final class PolicyWatch implements AutoCloseable {
  /** With this pause a change is in force within a second. */
  public static final Duration USUAL_PAUSE = Duration.ofMillis(200);

  private static final Logger LOG = System.getLogger(PolicyWatch.class.getName());
  private static final int DEPTH = 3;

  private final Path directory;
  private final PolicyStore store;
  private final Consumer<Reload> listener;
  private final ScheduledFuture<?> task;
  private Set<String> taken;
  private Set<String> seen;

  /**
   * @param threads runs the looks; owned by the caller
   * @param listener hears of every reload, for the journal and the metrics
   */
  public PolicyWatch(
      Path directory,
      PolicyStore store,
      ScheduledExecutorService threads,
      Consumer<Reload> listener) {
    this.directory = directory;
    this.store = store;
    this.listener = listener;
    this.taken = look(directory);
    this.seen = taken;
    long pause = USUAL_PAUSE.toMillis();
    this.task = threads.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      Set<String> now = look(directory);
      boolean settled = now.equals(seen);
      seen = now;
      if (settled && !now.equals(taken)) {
        taken = now;
        listener.accept(store.reload());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the look at the policies failed: directory=" + directory, e);
    }
  }

  /** Name, size and times of every file; what cannot be seen counts as absent. */
  private static Set<String> look(Path directory) {
    Set<String> files = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(directory, DEPTH)) {
      paths.forEach(path -> files.add(describe(path)));
    } catch (IOException | UncheckedIOException e) {
      files.add("unreadable");
    }
    return files;
  }

  private static String describe(Path path) {
    try {
      BasicFileAttributes of =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return of.isDirectory()
          ? path.toString()
          : path + "|" + of.size() + "|" + of.lastModifiedTime() + "|" + of.fileKey();
    } catch (IOException e) {
      return path + "|gone";
    }
  }

  @Override
  public void close() {
    task.cancel(false);
  }
}
