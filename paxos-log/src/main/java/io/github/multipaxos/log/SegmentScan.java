package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Condition;
import io.github.multipaxos.log.FrameReader.Frame;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Voted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the frames of one segment from its first, as far as they are intact. */
final class SegmentScan {

  private final Segment segment;
  private final FrameReader reader;
  private final SlotIndex index;
  private final Consumer<LogRecord> replay;
  private long end;
  private long nextSequence;
  private long durableEnd;

  SegmentScan(Segment segment, FrameReader reader, SlotIndex index, Consumer<LogRecord> replay) {
    this.segment = segment;
    this.reader = reader;
    this.index = index;
    this.replay = replay;
    this.end = segment.header().firstFrame().offset();
    this.durableEnd = end;
    this.nextSequence = segment.header().firstSequence();
  }

  /**
   * Hands on the records of all frames before that offset. Stops at the first that is not intact.
   */
  @Nullable Frame replayBefore(long offset) throws IOException {
    while (end < offset) {
      Frame frame = reader.read(end);
      FrameHeader header = frame.header();
      if (header != null) {
        checkKnown(header);
      }
      if (header == null || frame.condition() != Condition.INTACT) {
        return frame;
      }
      replay(frame, header);
    }
    return null;
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
    if (header.sequence() != nextSequence) {
      throw new DamagedLogException(
          segment.path(),
          end,
          "frame " + header.sequence() + " stands where frame " + nextSequence + " belongs");
    }
  }

  private void replay(Frame frame, FrameHeader header) throws IOException {
    ByteBuffer payload = reader.payload(frame);
    SlotRanges slots = new SlotRanges();
    for (int i = 0; i < header.recordCount(); i++) {
      LogRecord record = read(payload);
      if (record instanceof Voted voted) {
        slots.add(voted.slot());
      } else if (record instanceof Learnt learnt) {
        slots.add(learnt.slot());
      }
      if (record instanceof Compacted) {
        index.keepFrom(segment.number());
      }
      replay.accept(record);
    }
    int bytes = header.paddedBytes(segment.header().blockBytes());
    index.add(frame.at(), bytes, slots);
    end += bytes;
    nextSequence = header.sequence() + 1;
    durableEnd = Math.max(durableEnd, header.watermark().offset());
  }

  private LogRecord read(ByteBuffer payload) throws IOException {
    try {
      return RecordCodec.read(payload);
    } catch (MalformedRecordException e) {
      throw new IOException(
          segment.path()
              + " holds at offset "
              + end
              + " a frame that this release cannot read, though it is intact: "
              + e.getMessage()
              + "; run the release that wrote it",
          e);
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
}
