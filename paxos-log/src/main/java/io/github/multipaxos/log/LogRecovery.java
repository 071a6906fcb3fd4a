package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Frame;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what survived. Reads every segment, hands the records on, drops a write that was cut
 * short, refuses damage, and makes the end of the log durable again before anybody relies on it
 * (rule D3).
 */
final class LogRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  private static final int WINDOW_BYTES = 1 << 20;

  private final StorageDirectory directory;
  private final FileLogOptions options;
  private final Owner owner;
  private final SegmentSupply supply;
  private final SlotIndex index;
  private final Consumer<LogRecord> replay;

  LogRecovery(
      StorageDirectory directory,
      FileLogOptions options,
      Owner owner,
      SegmentSupply supply,
      SlotIndex index,
      Consumer<LogRecord> replay) {
    this.directory = directory;
    this.options = options;
    this.owner = owner;
    this.supply = supply;
    this.index = index;
    this.replay = replay;
  }

  /** Goes through the segments of those numbers and returns where to go on. */
  LogEnd recover(List<Long> numbers) throws IOException {
    if (numbers.isEmpty()) {
      return begin(1, 0, 1);
    }
    Segment segment = open(numbers.get(0));
    try {
      for (long number : numbers.subList(1, numbers.size())) {
        Segment next = open(number);
        Segment sealed = segment;
        segment = next;
        try (sealed) {
          replaySealed(sealed, next.header());
        }
      }
      return replayLast(segment);
    } catch (IOException | RuntimeException e) {
      segment.close();
      throw e;
    }
  }

  private LogEnd begin(long number, long previousEnd, long sequence) throws IOException {
    SegmentHeader header =
        new SegmentHeader(
            owner, number, options.segmentBytes(), options.blockBytes(), previousEnd, sequence);
    return new LogEnd(supply.make(header), header.firstFrame().offset(), sequence);
  }

  private Segment open(long number) throws IOException {
    String name = Format.segmentName(number);
    String path = directory.pathOf(name);
    StorageFile file = directory.openFile(name);
    try {
      return new Segment(SegmentHeader.read(file, path, owner, number), file, path);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Every frame up to where the next segment says this one ends was durable. */
  private void replaySealed(Segment sealed, SegmentHeader next) throws IOException {
    SegmentScan scan =
        new SegmentScan(sealed, new FrameReader(sealed, WINDOW_BYTES), index, replay);
    Frame bad = scan.replayBefore(next.previousEnd());
    if (bad != null
        || scan.end() != next.previousEnd()
        || scan.nextSequence() != next.firstSequence()) {
      throw new DamagedLogException(
          sealed.path(),
          scan.end(),
          "no intact frame is there, and segment "
              + next.segment()
              + " says that the log was durable up to offset "
              + next.previousEnd());
    }
  }

  private LogEnd replayLast(Segment last) throws IOException {
    FrameReader reader = new FrameReader(last, WINDOW_BYTES);
    SegmentScan scan = new SegmentScan(last, reader, index, replay);
    Frame bad = scan.replayBefore(last.header().segmentBytes());
    long droppedBytes = bad == null ? 0 : new TailJudge(last, reader).droppedBytes(bad);
    rewrite(last, scan.durableEnd(), scan.end());
    if (droppedBytes == 0 && last.header().blockBytes() == options.blockBytes()) {
      return new LogEnd(last, scan.end(), scan.nextSequence());
    }
    if (droppedBytes > 0) {
      LOG.warn(
          "drops a write that was cut short and never acknowledged file={} offset={} bytes={}",
          last.path(),
          scan.end(),
          droppedBytes);
    }
    LogEnd end = begin(last.number() + 1, scan.end(), scan.nextSequence());
    last.close();
    return end;
  }

  /**
   * Writes the frames that no later one vouches for once more, with the same bytes, and syncs them.
   * A sync alone would not do: after one that failed, the system holds pages for clean that never
   * reached the disk.
   */
  private void rewrite(Segment last, long first, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, end - first));
    for (long at = first; at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      last.file().read(buffer, at);
      last.file().write(buffer.flip(), at);
    }
    last.file().force(false);
  }
}
