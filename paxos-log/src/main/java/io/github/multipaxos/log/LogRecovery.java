package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Frame;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what survived. Reads every segment, hands the records on and says where some are lost
 * (rule D5), drops a write that was cut short, and makes the end of the log durable again before
 * anybody relies on it (rule D3).
 */
final class LogRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  private static final int WINDOW_BYTES = 1 << 20;

  private final StorageDirectory directory;
  private final FileLogOptions options;
  private final Owner owner;
  private final SegmentSupply supply;
  private final SlotIndex index;
  private final Replay replay;
  private final Set<String> names = new TreeSet<>();

  LogRecovery(
      StorageDirectory directory,
      FileLogOptions options,
      Owner owner,
      SegmentSupply supply,
      SlotIndex index,
      Replay replay) {
    this.directory = directory;
    this.options = options;
    this.owner = owner;
    this.supply = supply;
    this.index = index;
    this.replay = replay;
  }

  /**
   * Goes through the segments of those numbers, in order and without gaps, and returns where to go
   * on. Refuses a log that does not say how much it has lost.
   */
  LogEnd recover(List<Long> numbers) throws IOException {
    if (numbers.isEmpty()) {
      return begin(1, 0, 1);
    }
    names.addAll(directory.list());
    long last = numbers.get(numbers.size() - 1);
    for (long number : numbers.subList(0, numbers.size() - 1)) {
      replaySealed(number, headerOf(number + 1));
    }
    Segment segment = open(last);
    try {
      return replayLast(segment);
    } catch (IOException | RuntimeException e) {
      segment.close();
      throw e;
    }
  }

  /**
   * Returns the header of that segment, which says where the one before ends; null if it is lost.
   */
  private @Nullable SegmentHeader headerOf(long number) throws IOException {
    try (Segment segment = open(number)) {
      return segment.header();
    } catch (DamagedLogException e) {
      return null; // its own turn comes
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
    if (!names.contains(name)) {
      throw new DamagedLogException(path, 0, "it is missing, though it was made and is needed");
    }
    StorageFile file = directory.openFile(name);
    try {
      return new Segment(SegmentHeader.read(file, path, owner, number), file, path);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Rule D5. Every frame up to where the next segment says this one ends was durable: what is not
   * intact is lost.
   *
   * @param next the header of the next segment; null if that is lost, and what is behind the last
   *     intact frame of this one with it
   */
  private void replaySealed(long number, @Nullable SegmentHeader next) throws IOException {
    Segment sealed;
    try {
      sealed = open(number);
    } catch (DamagedLogException e) {
      supply.distrust(number);
      replay.lose(number, e);
      return;
    }
    try (sealed) {
      CarefulReader reader = new CarefulReader(sealed);
      SegmentScan scan = new SegmentScan(sealed, reader, index, replay);
      if (next == null) {
        replayTail(sealed, scan, new TailJudge(sealed, reader));
      } else {
        replayBefore(sealed, scan, next);
      }
      distrustIfDamaged(scan, number);
    }
  }

  private void distrustIfDamaged(SegmentScan scan, long number) {
    if (scan.isDamaged()) {
      supply.distrust(number);
    }
  }

  private static void replayBefore(Segment sealed, SegmentScan scan, SegmentHeader next)
      throws IOException {
    long limit = Math.min(sealed.header().segmentBytes(), next.previousEnd());
    Frame bad = scan.replayBefore(limit);
    while (bad != null) {
      scan.lose(damaged(sealed, scan, next));
      scan.skip(bad, limit);
      bad = scan.replayBefore(limit);
    }
    if (scan.end() != next.previousEnd() || scan.nextSequence() > next.firstSequence()) {
      throw damaged(sealed, scan, next);
    }
    if (scan.nextSequence() < next.firstSequence() && !scan.isBehindLoss()) {
      scan.lose(damaged(sealed, scan, next));
    }
  }

  private static DamagedLogException damaged(Segment sealed, SegmentScan scan, SegmentHeader next) {
    return new DamagedLogException(
        sealed.path(),
        scan.end(),
        "no intact frame is there, and segment "
            + next.segment()
            + " says that the log was durable up to offset "
            + next.previousEnd());
  }

  private LogEnd replayLast(Segment last) throws IOException {
    CarefulReader reader = new CarefulReader(last);
    SegmentScan scan = new SegmentScan(last, reader, index, replay);
    long droppedBytes = replayTail(last, scan, new TailJudge(last, reader));
    distrustIfDamaged(scan, last.number());
    replay.finish();
    rewrite(last, scan);
    if (droppedBytes == 0
        && !scan.isDamaged()
        && last.header().blockBytes() == options.blockBytes()) {
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

  /** Judges each place that is not intact. Returns how many bytes at the end do not count. */
  private static long replayTail(Segment segment, SegmentScan scan, TailJudge judge)
      throws IOException {
    long limit = segment.header().segmentBytes();
    Frame bad = scan.replayBefore(limit);
    while (bad != null) {
      try {
        return judge.droppedBytes(bad);
      } catch (DamagedLogException e) {
        if (scan.isSecondFenceDue() && judge.isLastBlock(bad)) {
          scan.passOver(e);
          return 0;
        }
        scan.lose(e);
        scan.skip(bad, limit);
      }
      bad = scan.replayBefore(limit);
    }
    return 0;
  }

  /**
   * Writes the frames that no later one vouches for once more, with the same bytes, and syncs them.
   * A sync alone would not do: after one that failed, the system holds pages for clean that never
   * reached the disk. What cannot be read has been told as lost.
   */
  private static void rewrite(Segment last, SegmentScan scan) throws IOException {
    long end = scan.end();
    int step = WINDOW_BYTES;
    for (long at = scan.durableEnd(); at < end; at += step) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(step, end - at));
      try {
        last.file().read(buffer, at);
      } catch (IOException e) {
        if (!scan.isDamaged()) {
          throw e;
        }
        at -= step == WINDOW_BYTES ? Format.SECTOR_BYTES : 0; // once more, piece by piece
        step = Format.SECTOR_BYTES;
        continue;
      }
      last.file().write(buffer.flip(), at);
    }
    last.file().force(false);
  }
}
