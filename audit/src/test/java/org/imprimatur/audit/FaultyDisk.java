package org.imprimatur.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.imprimatur.audit.segment.AppendFile;
import org.imprimatur.audit.segment.DiskFile;

/** A disk that can be told to fail, or to wait. */
final class FaultyDisk implements AppendFile.Opener {
  final Semaphore forces = new Semaphore(Integer.MAX_VALUE / 2);
  final CountDownLatch reached = new CountDownLatch(1);
  volatile String failingForce = "";
  volatile String failingWrite = "";
  volatile boolean held;

  @Override
  public AppendFile open(Path file) throws IOException {
    return new Faulty(DiskFile.open(file));
  }

  private final class Faulty implements AppendFile {
    private final AppendFile real;

    Faulty(AppendFile real) {
      this.real = real;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (!failingWrite.isEmpty()) {
        throw new IOException(failingWrite);
      }
      real.write(bytes);
    }

    @Override
    public void force() throws IOException {
      if (held) {
        reached.countDown();
        forces.acquireUninterruptibly();
      }
      if (!failingForce.isEmpty()) {
        throw new IOException(failingForce);
      }
      real.force();
    }

    @Override
    public long size() {
      return real.size();
    }

    @Override
    public String ailment() {
      return real.ailment();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
