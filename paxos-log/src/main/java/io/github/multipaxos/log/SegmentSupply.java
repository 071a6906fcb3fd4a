package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.spi.DurableLog.FailureListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes segments. Segments that the log has let go of are kept in reserve, as they are: their space
 * is theirs, so that a sync flushes data and no metadata. When there is none, a file full of zeros
 * is made when asked for, so that neither the time it takes to write them nor a full disk comes as
 * a surprise.
 */
final class SegmentSupply {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);

  /** How many segments are kept that the log has let go of. */
  static final int MOST_RESERVES = 8;

  private static final String RESERVE = "reserve" + Format.UNFINISHED;
  private static final String NEXT = "next" + Format.UNFINISHED;

  private final StorageDirectory directory;
  private final long segmentBytes;
  private final ZeroFiller filler;
  private final FailureListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isMade = lock.newCondition();
  private final Deque<Reserve> reserves = new ArrayDeque<>(); // guarded by lock
  private final Set<Long> distrusted = new HashSet<>(); // guarded by lock
  private boolean isMaking; // guarded by lock
  private boolean closed; // guarded by lock

  /** A file that may become a segment. */
  private record Reserve(String name, StorageFile file) {}

  SegmentSupply(
      StorageDirectory directory, long segmentBytes, LogThreads threads, FailureListener listener) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.filler = new ZeroFiller(directory, segmentBytes, threads);
    this.listener = listener;
  }

  /**
   * Makes a reserve if there is none. A failure is only told: no record is lost by it, and the file
   * is made anew when it is needed.
   */
  void fillReserve() {
    if (begins()) {
      Reserve made = null;
      try {
        made = reserve();
      } finally {
        end(made);
      }
    }
  }

  private boolean begins() {
    lock.lock();
    try {
      if (isMaking || !reserves.isEmpty() || closed) {
        return false;
      }
      isMaking = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Reserve made) {
    lock.lock();
    try {
      isMaking = false;
      if (made != null) {
        reserves.add(made);
      }
      isMade.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Reserve reserve() {
    try {
      return new Reserve(RESERVE, filler.fill(RESERVE, segmentBytes));
    } catch (CancellationException e) {
      LOG.debug("leaves the next segment unmade: the log closes");
    } catch (IOException e) {
      LOG.warn("cannot reserve the next segment cause={}", e.toString());
      listener.shortOfSpace(
          "there is no room for the next "
              + segmentBytes
              + " bytes of the log at "
              + directory.pathOf(RESERVE)
              + " ("
              + e.getMessage()
              + "); make room, then restart the node");
    }
    return null;
  }

  /** So much of its segment the log has used: a reserve that is being made is to follow. */
  void followTo(long bytes) {
    filler.followTo(bytes);
  }

  /**
   * That segment was found damaged and is not to be used again: a sector that has rotted would be
   * taken for damage of whatever is written next.
   */
  void distrust(long segment) {
    lock.lock();
    try {
      distrusted.add(segment);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a segment that the log has let go of, for good: the identity file says that it may be
   * missing. Keeps it in reserve if it is of use, with all that is in it, and deletes it otherwise.
   * The caller syncs the directory.
   */
  void retire(long segment) throws IOException {
    lock.lock();
    try {
      retireLocked(segment);
    } finally {
      lock.unlock();
    }
  }

  private void retireLocked(long segment) throws IOException {
    String name = Format.segmentName(segment);
    boolean isSound = !distrusted.remove(segment);
    if (closed || !isSound || reserves.size() >= MOST_RESERVES || !isUsual(name)) {
      directory.delete(name);
      return;
    }
    String reserve = "reserve-" + segment + Format.UNFINISHED;
    directory.rename(name, reserve);
    reserves.add(new Reserve(reserve, directory.openFile(reserve)));
    isMade.signalAll();
  }

  private boolean isUsual(String name) throws IOException {
    try (StorageFile file = directory.openFile(name)) {
      return file.size() == segmentBytes;
    }
  }

  /**
   * Makes that segment durably and opens it. Takes the oldest reserve if it has the right length.
   * Its header is durable before it has the name, and the name before anything is written to it; so
   * whatever else is in it was written under another number.
   */
  Segment make(SegmentHeader header) throws IOException {
    String path = directory.pathOf(Format.segmentName(header.segment()));
    Reserve taken = null;
    filler.setUrgent(true);
    try {
      taken = header.segmentBytes() == segmentBytes ? take() : null;
      if (taken == null) {
        taken = new Reserve(NEXT, filler.fill(NEXT, header.segmentBytes()));
      }
      taken.file().write(header.encodeBlock(), 0);
      taken.file().force(true);
      taken.file().close();
      directory.rename(taken.name(), Format.segmentName(header.segment()));
      directory.force();
      return new Segment(header, directory.openFile(Format.segmentName(header.segment())), path);
    } catch (IOException e) {
      if (taken != null) {
        taken.file().close();
      }
      throw new IOException("cannot make " + path + ": " + e.getMessage(), e);
    } finally {
      filler.setUrgent(false);
    }
  }

  /** Returns the oldest reserve, if need be the one that is being made, or null. */
  private @Nullable Reserve take() {
    lock.lock();
    try {
      while (reserves.isEmpty() && isMaking) {
        isMade.awaitUninterruptibly();
      }
      return reserves.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Breaks off what is under way, and gives the reserves' space back. */
  void close() throws IOException {
    filler.close();
    lock.lock();
    try {
      closed = true;
      while (isMaking) {
        isMade.awaitUninterruptibly();
      }
      while (!reserves.isEmpty()) {
        Reserve reserve = reserves.remove();
        reserve.file().close();
        directory.delete(reserve.name());
      }
    } finally {
      lock.unlock();
    }
  }
}
