package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Condition;
import io.github.multipaxos.log.FrameReader.Frame;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Reached;
import io.github.multipaxos.record.LogRecord.Voted;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the frames of one segment from its first, and past those that are not intact. */
final class SegmentScan {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentScan.class);

  private final Segment segment;
  private final CarefulReader reader;
  private final SlotIndex index;
  private final Replay replay;
  private long end;
  private long nextSequence;
  private long durableEnd;
  private boolean isDamaged;
  private boolean isBehindLoss;
  private boolean isSecondFenceDue;

  SegmentScan(Segment segment, CarefulReader reader, SlotIndex index, Replay replay) {
    this.segment = segment;
    this.reader = reader;
    this.index = index;
    this.replay = replay;
    this.end = segment.header().firstFrame().offset();
    this.durableEnd = end;
    this.nextSequence = segment.header().firstSequence();
  }

  /**
   * Hands on the records of all frames before that offset. Stops at the first that is not intact
   * and returns what is there; a place that cannot be read is as good as damaged.
   */
  @Nullable Frame replayBefore(long offset) throws IOException {
    while (end < offset) {
      Frame frame = reader.look(end);
      FrameHeader header = frame == null ? null : frame.header();
      if (header != null) {
        checkKnown(header);
      }
      if (frame == null) {
        return new Frame(here(), Condition.HEADER_DAMAGED, null);
      }
      if (header == null || frame.condition() != Condition.INTACT) {
        return frame;
      }
      replay(frame, header);
    }
    return null;
  }

  private Position here() {
    return new Position(segment.number(), end);
  }

  private void checkKnown(FrameHeader header) throws IOException {
    Format.checkVersion(segment.path(), header.version(), FrameHeader.VERSION);
    Format.checkVersion(segment.path(), header.recordVersion(), RecordCodec.VERSION);
    if (header.group() != 0) {
      throw new IOException(
          segment.path()
              + " holds records of group "
              + header.group()
              + " at offset "
              + end
              + ", and this release keeps group 0 only; run the release that wrote it");
    }
    if (header.sequence() < nextSequence) {
      throw outOfSequence(header);
    }
    if (header.sequence() > nextSequence && !isBehindLoss) {
      lose(outOfSequence(header));
    }
  }

  private DamagedLogException outOfSequence(FrameHeader header) {
    return new DamagedLogException(
        segment.path(),
        end,
        "frame " + header.sequence() + " stands where frame " + nextSequence + " belongs");
  }

  private void replay(Frame frame, FrameHeader header) throws IOException {
    ByteBuffer payload = reader.payload(frame);
    SlotRanges slots = new SlotRanges();
    replay.reached(head(payload));
    for (int i = 0; i < header.recordCount(); i++) {
      LogRecord record = read(payload);
      if (record instanceof Voted voted) {
        slots.add(voted.slot());
      } else if (record instanceof Learnt learnt) {
        slots.add(learnt.slot());
      }
      if (record instanceof Installed installed) {
        index.keepInstalled(segment.number(), installed.slot());
      } else if (record instanceof Compacted) {
        index.keepFrom(segment.number());
      }
      replay.take(record);
    }
    int bytes = header.paddedBytes(segment.header().blockBytes());
    index.add(frame.at(), bytes, slots);
    pass(header);
    isSecondFenceDue = header.recordCount() == 0 && header.watermark().equals(frame.at());
    durableEnd = Math.max(durableEnd, header.watermark().offset());
  }

  private void pass(FrameHeader header) {
    end += header.paddedBytes(segment.header().blockBytes());
    nextSequence = header.sequence() + 1;
    isBehindLoss = false;
  }

  private Reached head(ByteBuffer payload) throws IOException {
    try {
      return HighMark.read(payload);
    } catch (MalformedRecordException e) {
      throw strange(e);
    }
  }

  private LogRecord read(ByteBuffer payload) throws IOException {
    try {
      return RecordCodec.read(payload);
    } catch (MalformedRecordException e) {
      throw strange(e);
    }
  }

  private IOException strange(MalformedRecordException e) {
    return new IOException(
        segment.path()
            + " holds at offset "
            + end
            + " a frame that this release cannot read, though it is intact: "
            + e.getMessage()
            + "; run the release that wrote it",
        e);
  }

  /**
   * Rule D6. Tells whether the last frame was the first of a fence. Behind it stands another frame
   * without records: its second, or the first of a later fence if the power failed in between.
   */
  boolean isSecondFenceDue() {
    return isSecondFenceDue;
  }

  /** Notes that what is here is damaged and held no records. */
  void passOver(DamagedLogException damage) {
    isDamaged = true;
    LOG.warn(
        "finds the second half of a fence damaged, has lost nothing file={} offset={} cause={}",
        damage.file(),
        damage.offset(),
        damage.what());
  }

  /** Notes that what belongs here is lost. */
  void lose(DamagedLogException damage) {
    isDamaged = true;
    isSecondFenceDue = false;
    replay.lose(segment.number(), damage);
  }

  /**
   * Rule D5. Goes past a frame that is lost, to the next place before that offset where one begins:
   * frames begin on blocks.
   */
  void skip(Frame lost, long offset) {
    FrameHeader header = lost.header();
    if (header != null) {
      pass(header);
      return;
    }
    int blockBytes = segment.header().blockBytes();
    isBehindLoss = true;
    end += blockBytes;
    while (end < offset && reader.header(end) == null) {
      end += blockBytes;
    }
  }

  /** Returns where the intact frames end. */
  long end() {
    return end;
  }

  /** Returns up to where the intact frames say that the segment was durable. */
  long durableEnd() {
    return durableEnd;
  }

  /** Returns the number of the frame that would come next. */
  long nextSequence() {
    return nextSequence;
  }

  /** Tells whether it is lost what stood right before the end. */
  boolean isBehindLoss() {
    return isBehindLoss;
  }

  /** Tells whether something of this segment is lost. */
  boolean isDamaged() {
    return isDamaged;
  }
}
