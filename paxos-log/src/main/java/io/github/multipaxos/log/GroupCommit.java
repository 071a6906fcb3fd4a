package io.github.multipaxos.log;

import io.github.multipaxos.log.AppendQueue.Append;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog.FailureListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes appends durable: takes all that wait, writes them at once, syncs once, and then runs their
 * callbacks in order (rule D1). After any failure it does nothing more (rule D2).
 */
final class GroupCommit implements LogThreads.Work {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private static final long MOST_GROUP_BYTES = 4L << 20;

  private final AppendQueue queue;
  private final BatchEncoder encoder;
  private final SegmentWriter writer;
  private final SlotIndex index;
  private final FailureListener listener;
  private final boolean syncs;
  private final long groupBytes;
  private boolean fenced = true;
  private boolean turning;
  private boolean failed;

  GroupCommit(
      AppendQueue queue,
      BatchEncoder encoder,
      SegmentWriter writer,
      SlotIndex index,
      FileLogOptions options,
      FailureListener listener) {
    this.queue = queue;
    this.encoder = encoder;
    this.writer = writer;
    this.index = index;
    this.listener = listener;
    this.syncs = options.durability() == Durability.FSYNC;
    this.groupBytes = Math.min(MOST_GROUP_BYTES, options.segmentBytes() / 4);
  }

  /** Makes one group durable. */
  @Override
  public boolean turn() {
    if (failed || turning) {
      return false; // turning: a callback closes the log, and what it waits for is behind it
    }
    List<Append> group = queue.take(groupBytes);
    if (group.isEmpty()) {
      return false;
    }
    turning = true;
    try {
      commit(group);
    } finally {
      turning = false;
    }
    return !failed;
  }

  private void commit(List<Append> group) {
    int written = 0;
    while (written < group.size() && group.get(written).records().isEmpty()) {
      written++; // all that these wait for is durable already
    }
    run(group, 0, written);
    if (!failed && written < group.size() && persist(group)) {
      queue.release(bytes(group));
      run(group, written, group.size());
    }
  }

  private static long bytes(List<Append> group) {
    long bytes = 0;
    for (Append append : group) {
      bytes += append.bytes();
    }
    return bytes;
  }

  private boolean persist(List<Append> group) {
    try {
      encoder.clear();
      for (Append append : group) {
        for (LogRecord record : append.records()) {
          encoder.add(record);
        }
      }
      write();
      fenced = false;
      return true;
    } catch (IOException | RuntimeException | Error e) {
      fail(describe(e), e);
      return false;
    }
  }

  private void write() throws IOException {
    Position at = syncs ? writer.persist(encoder) : writer.write(encoder);
    if (encoder.compacts()) {
      index.keepFrom(at.segment());
    }
    if (encoder.installedSlot() > 0) {
      index.keepInstalled(at.segment(), encoder.installedSlot());
    }
    for (BatchEncoder.Frame frame : encoder.frames()) {
      index.add(at.plus(frame.start()), frame.paddedBytes(), frame.slots());
    }
  }

  /** Runs the callbacks from one append up to another, without that. */
  private void run(List<Append> group, int from, int before) {
    for (int i = from; i < before && !failed; i++) {
      try {
        group.get(i).whenDurable().run();
      } catch (UncheckedIOException e) { // it writes to a file of the log's
        fail(describe(e.getCause()), e.getCause());
      } catch (RuntimeException | Error e) {
        fail("what was to run when records were durable threw " + e, e);
      }
    }
  }

  /**
   * Once nothing more comes, writes a frame that says of everything before it that it was durable.
   * From then on damage to the last records is told from a write that was cut short.
   */
  @Override
  public void idle() {
    if (syncs) {
      fence();
    }
  }

  /** Syncs everything and fences it. */
  void fence() {
    if (failed || fenced) {
      return;
    }
    try {
      writeFence();
    } catch (IOException | RuntimeException | Error e) {
      fail(describe(e), e);
    }
  }

  /** Writes a fence, whether one is due or not. */
  void writeFence() throws IOException {
    writer.sync(); // first what the fence speaks of, then the fence
    encoder.clear();
    encoder.addFence();
    writer.persist(encoder);
    fenced = true;
  }

  private void fail(String what, Throwable cause) {
    failed = true;
    queue.abandon();
    LOG.error("stops writing cause={}", what, cause);
    listener.failed(
        what
            + "; after this nothing is certain to be on the disk: see to the disk, then restart the"
            + " node",
        cause);
  }

  private static String describe(Throwable e) {
    return e instanceof IOException ? "the log " + e.getMessage() : "the log cannot write: " + e;
  }
}
