package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Condition;
import io.github.multipaxos.log.FrameReader.Frame;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one segment for {@link LogInspection}. Where {@link LogRecovery} stops at the first
 * frame that is not intact, this reports it and goes on at the next that is. Both judge alike.
 */
final class SegmentInspection {

  /** Stands in place of a sequence that nothing tells. */
  static final long UNKNOWN = -1;

  private static final int LOOKS = 5; // at a log that is being written to
  private static final long PAUSE_NANOS = 20_000_000;

  private final Surroundings around;
  private final Segment segment;
  private final SegmentHeader header;
  private final CarefulReader reader;
  private final LogVisitor visitor;
  private final FrameContents contents;
  private final long limit;
  private long at;
  private long nextSequence;
  private @Nullable WrittenTail tail;

  /**
   * Begins at the first frame.
   *
   * @param segment its header's length is that of the file, which may have been cut
   */
  SegmentInspection(Segment segment, Surroundings around, LogVisitor visitor) {
    this.segment = segment;
    this.around = around;
    this.header = segment.header();
    this.reader = new CarefulReader(segment);
    this.visitor = visitor;
    this.contents = new FrameContents(segment.path(), visitor);
    SegmentHeader next = around.next();
    long bytes = header.segmentBytes();
    this.limit = next == null ? bytes : Math.min(bytes, next.previousEnd());
    this.at = header.firstFrame().offset();
    this.nextSequence = header.firstSequence();
  }

  /**
   * What a segment cannot say of itself.
   *
   * @param next the header of the next segment, which knows where this one ends; null if there is
   *     none or it is damaged
   * @param ownHeader whether the segment's own header is intact; else frames may begin at any
   *     sector, and zeros may lie between them
   * @param inUse whether the log may be written to meanwhile
   */
  record Surroundings(@Nullable SegmentHeader next, boolean ownHeader, boolean inUse) {}

  /** Walks as far as there are frames. */
  void walk() throws IOException {
    boolean goesOn = true;
    while (goesOn && at < limit && visitor.wantsMore()) {
      goesOn = step();
    }
  }

  /** Returns the sequence of the frame that would come next, or {@link #UNKNOWN}. */
  long nextSequence() {
    return nextSequence;
  }

  /** Returns false if the log ends here. */
  private boolean step() throws IOException {
    Frame frame = reader.look(at);
    FrameHeader found = frame == null ? null : frame.header();
    String strangeness = found == null ? null : FrameContents.strangenessOf(found);
    if (found != null && strangeness != null) {
      pass(found, strangeness);
    } else if (frame != null && found != null && frame.condition() == Condition.INTACT) {
      take(frame, found);
    } else if (!around.ownHeader() && isUnwritten(frame)) {
      at += Format.SECTOR_BYTES;
    } else if (around.next() == null) {
      return judge(frame);
    } else {
      skip(frame, sealedReason(), limit);
    }
    return true;
  }

  private static boolean isUnwritten(@Nullable Frame frame) {
    return frame != null && frame.condition() == Condition.UNWRITTEN;
  }

  /** Goes past a frame that is not for this release. */
  private void pass(FrameHeader found, String strangeness) {
    long bytes = found.paddedBytes(header.blockBytes());
    visitor.finding(LogFinding.unreadable(segment.path(), at, bytes, strangeness));
    at += bytes;
    nextSequence = found.sequence() + 1;
  }

  private void take(Frame frame, FrameHeader found) throws IOException {
    int bytes = found.paddedBytes(header.blockBytes());
    String frameText = "frame " + found.sequence();
    if (nextSequence != UNKNOWN && found.sequence() != nextSequence) {
      damaged(at, bytes, frameText + " stands where frame " + nextSequence + " belongs");
    }
    if (found.watermark().compareTo(frame.at()) > 0) {
      damaged(at, bytes, frameText + " vouches for what was written after it");
    }
    contents.show(
        new LogFrame(segment.path(), at, bytes, found.sequence(), found.recordCount()),
        reader.payload(frame));
    at += bytes;
    nextSequence = found.sequence() + 1;
  }

  /** Tells a write that was cut short from damage. Returns false if the log ends here. */
  private boolean judge(@Nullable Frame frame) {
    WrittenTail seen = tail == null ? WrittenTail.from(at, reader, header) : tail;
    if (isUnwritten(frame) && seen.writtenEnd() <= at) {
      return false;
    }
    boolean durable = seen.vouchesFor(new Position(segment.number(), at));
    if (around.inUse() && becomesIntact(durable ? 1 : LOOKS)) {
      tail = null;
      return true;
    }
    tail = seen;
    if (durable) {
      skip(frame, "a frame behind it says that it was durable", seen.writtenEnd());
    } else if (isUnwritten(frame) || frame != null && frame.condition() == Condition.INCOMPLETE) {
      visitor.finding(LogFinding.tornTail(segment.path(), at, seen.writtenEnd() - at));
      return false;
    } else {
      skip(frame, "it was written", seen.writtenEnd());
    }
    return true;
  }

  /** Looks again: what is being written just now looks like damage for a moment. */
  private boolean becomesIntact(int looks) {
    for (int look = 0; look < looks; look++) {
      if (look > 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      reader.forget();
      Frame again = reader.look(at);
      if (again != null && again.condition() == Condition.INTACT) {
        return true;
      }
    }
    return false;
  }

  /** Reports what is there and goes on behind it. */
  private void skip(@Nullable Frame frame, String reason, long writtenEnd) {
    FrameHeader found = frame == null ? null : frame.header();
    String what = describe(frame);
    long from = at;
    at =
        found == null
            ? nextHeader(at + header.blockBytes())
            : at + found.paddedBytes(header.blockBytes());
    String lost = found == null ? lostFrames() : "";
    if (found != null) {
      nextSequence = found.sequence() + 1;
    }
    long bytes = Math.max(Math.min(at, writtenEnd) - from, Format.SECTOR_BYTES);
    damaged(from, bytes, what + lost + ", though " + reason);
  }

  private String describe(@Nullable Frame frame) {
    if (frame == null) {
      return "it cannot be read (" + reader.trouble() + ")";
    }
    FrameHeader found = frame.header();
    if (found != null) {
      boolean incomplete = frame.condition() == Condition.INCOMPLETE;
      return "frame "
          + found.sequence()
          + " with "
          + found.recordCount()
          + (found.recordCount() == 1 ? " record" : " records")
          + (incomplete ? " has sectors that were never written" : " does not match its checksum");
    }
    return isUnwritten(frame) ? "nothing was written there" : "no intact frame is there";
  }

  private long nextHeader(long from) {
    for (long next = from; next < limit; next += header.blockBytes()) {
      if (reader.header(next) != null) {
        return next;
      }
    }
    return limit;
  }

  /** Names the frames between the last that is known and the one that comes next. */
  private String lostFrames() {
    SegmentHeader next = around.next();
    FrameHeader behind = at < limit ? reader.header(at) : null;
    long resumes =
        behind != null ? behind.sequence() : next != null ? next.firstSequence() : UNKNOWN;
    long first = nextSequence;
    if (first != UNKNOWN && resumes != UNKNOWN && resumes < first) {
      return ""; // the next frame will be found to be out of sequence
    }
    nextSequence = resumes;
    return first == UNKNOWN || resumes == UNKNOWN || resumes == first
        ? ""
        : " (it was " + frames(first, resumes - 1) + ")";
  }

  private static String frames(long first, long through) {
    return first == through ? "frame " + first : "frames " + first + " to " + through;
  }

  /** Compares where the walk came to with where the next segment says that this one ends. */
  void checkEnd() {
    SegmentHeader next = around.next();
    if (next == null) {
      return;
    }
    long sequence = next.firstSequence();
    if (nextSequence != UNKNOWN && nextSequence < sequence) {
      String lost = frames(nextSequence, sequence - 1);
      damaged(at, 0, lost + " belonged there, though nothing is left: " + sealedReason());
    } else if (nextSequence != UNKNOWN && nextSequence != sequence || at != limit) {
      damaged(at, 0, "the frames end there, though " + sealedReason());
    }
  }

  private String sealedReason() {
    SegmentHeader next = around.next();
    return next == null
        ? ""
        : "segment "
            + next.segment()
            + " says that the log was durable up to offset "
            + next.previousEnd();
  }

  private void damaged(long offset, long bytes, String what) {
    visitor.finding(LogFinding.damaged(segment.path(), offset, bytes, what));
  }
}
