package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Owns the end of the log: which segment is written to, how far, and how much of it is durable.
 * Used by one thread at a time.
 */
final class SegmentWriter implements Closeable {

  private final IdentityFile identity;
  private final SegmentSupply supply;
  private final FileLogOptions options;
  private final Runnable askForReserve;
  private Segment active;
  private long end;
  private long durableEnd;
  private long nextSequence;
  private boolean asked;

  /**
   * Goes on at a durable end.
   *
   * @param end where the log ends; everything before it is durable
   * @param askForReserve run when an eighth of the segment is full, so that the next one is ready
   *     in time
   */
  SegmentWriter(
      IdentityFile identity,
      SegmentSupply supply,
      FileLogOptions options,
      LogEnd end,
      Runnable askForReserve) {
    this.identity = identity;
    this.supply = supply;
    this.options = options;
    this.askForReserve = askForReserve;
    this.active = end.segment();
    this.end = end.offset();
    this.durableEnd = end.offset();
    this.nextSequence = end.nextSequence();
  }

  /** Writes a batch as {@link #write} does, and makes it durable with all before it. */
  Position persist(BatchEncoder batch) throws IOException {
    if (durableEnd != end) {
      Position at = write(batch);
      sync();
      return at;
    }
    Position at = write(batch, StorageFile::writeDurably);
    durableEnd = end;
    return at;
  }

  /**
   * Writes a batch behind everything written before, without a sync, and returns where it went. It
   * never straddles two segments; one too large for any segment gets a longer one for itself.
   */
  Position write(BatchEncoder batch) throws IOException {
    return write(batch, StorageFile::write);
  }

  /** How bytes come into a file. */
  private interface Way {
    void write(StorageFile file, ByteBuffer source, long offset) throws IOException;
  }

  private Position write(BatchEncoder batch, Way way) throws IOException {
    int batchBytes = batch.end();
    if (end + batchBytes > active.header().segmentBytes()) {
      beginSegment(batchBytes);
    }
    Position at = new Position(active.number(), end);
    ByteBuffer bytes = batch.seal(at, nextSequence, new Position(active.number(), durableEnd));
    try {
      way.write(active.file(), bytes, end);
    } catch (IOException e) {
      throw failed("write " + batchBytes + " bytes to", e);
    }
    end += batchBytes;
    nextSequence += batch.frames().size();
    askForReserveInTime();
    return at;
  }

  private void askForReserveInTime() {
    supply.followTo(end);
    if (!asked && end > active.header().segmentBytes() / 8) {
      asked = true;
      askForReserve.run();
    }
  }

  private void beginSegment(int batchBytes) throws IOException {
    sync(); // whatever the durability: the next header vouches for all of this segment
    long number = active.number() + 1;
    Segment made = supply.make(headerFor(number, batchBytes));
    try {
      identity.advanceTo(number);
      active.close();
    } catch (IOException e) {
      made.close();
      throw e;
    }
    active = made;
    asked = false;
    end = made.header().firstFrame().offset();
    durableEnd = end;
  }

  private SegmentHeader headerFor(long number, int batchBytes) {
    int blockBytes = options.blockBytes();
    long segmentBytes = Math.max(options.segmentBytes(), (long) blockBytes + batchBytes);
    return new SegmentHeader(identity.owner(), number, segmentBytes, blockBytes, end, nextSequence);
  }

  /** Makes everything written durable. */
  void sync() throws IOException {
    if (durableEnd == end) {
      return;
    }
    try {
      active.file().force(false);
    } catch (IOException e) {
      throw failed("sync", e);
    }
    durableEnd = end;
  }

  private IOException failed(String doing, IOException cause) {
    return new IOException(
        "cannot "
            + doing
            + " "
            + active.path()
            + " at offset "
            + durableEnd
            + ": "
            + cause.getMessage(),
        cause);
  }

  @Override
  public void close() throws IOException {
    active.close();
  }
}
