package io.github.multipaxos.log;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Voted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what is to be synced together into frames, in one buffer that is used again for the next
 * batch.
 *
 * <p>First the records are added; then, when it is known where the batch goes, it is {@linkplain
 * #seal sealed} for that place. One frame takes records until it is as long as a stretch of the
 * index, so that reading a slot back never takes more than that (or one large record).
 */
final class BatchEncoder {

  private static final int USUAL_BYTES = 1 << 17;
  private static final int KEPT_BYTES = 8 << 20; // a larger buffer goes back after the batch
  private static final int MOST_BYTES = 1 << 28;

  private static final int PAGE_BYTES = 1 << 12;
  private static final byte[] ZEROS = new byte[1 << 12];

  private final Owner owner;
  private final int blockBytes;
  private final HighMark mark;
  private final List<Frame> frames = new ArrayList<>();
  private boolean compacts;
  private long installedSlot;
  private boolean isEnded;
  private SegmentSeal seal;
  private ByteBuffer buffer = aligned(USUAL_BYTES);

  /**
   * Makes an encoder.
   *
   * @param mark what all records before the first to be added have reached
   */
  BatchEncoder(Owner owner, int blockBytes, HighMark mark) {
    this.owner = owner;
    this.blockBytes = blockBytes;
    this.mark = mark;
    this.seal = new SegmentSeal(owner, 1);
  }

  /** A page of memory may go to the disk as it is; what straddles two has to be copied first. */
  private static ByteBuffer aligned(int bytes) {
    int pages = Format.roundUp(bytes, PAGE_BYTES);
    return ByteBuffer.allocateDirect(pages + PAGE_BYTES).alignedSlice(PAGE_BYTES).slice(0, pages);
  }

  /** A frame in the making, or made: where in the batch it begins, and what is in it. */
  static final class Frame {
    private final int start;
    private final SlotRanges slots = new SlotRanges();
    private int recordCount;
    private int payloadBytes;
    private int paddedBytes;

    private Frame(int start) {
      this.start = start;
    }

    int start() {
      return start;
    }

    SlotRanges slots() {
      return slots;
    }

    /** Returns how many bytes it takes in the file. */
    int paddedBytes() {
      return paddedBytes;
    }
  }

  /** Tells whether the batch says that the log was compacted. */
  boolean compacts() {
    return compacts;
  }

  /** Returns the slot of the furthest fetched snapshot that the batch records; 0 if of none. */
  long installedSlot() {
    return installedSlot;
  }

  /** Begins a new batch. */
  void clear() {
    compacts = false;
    isEnded = false;
    installedSlot = 0;
    frames.clear();
    if (buffer.capacity() > KEPT_BYTES) {
      buffer = aligned(USUAL_BYTES);
    }
    buffer.clear();
  }

  /** Adds a record behind those already added. */
  void add(LogRecord record) {
    long bytes = RecordCodec.bytes(record);
    if (frames.isEmpty() || isFull(bytes)) {
      beginFrame();
    }
    makeRoom(bytes);
    RecordCodec.write(record, buffer);
    mark.add(record);
    compacts |= record instanceof Compacted;
    newest().recordCount++;
    if (record instanceof Voted voted) {
      newest().slots.add(voted.slot());
    } else if (record instanceof Learnt learnt) {
      newest().slots.add(learnt.slot());
    } else if (record instanceof Installed installed) {
      installedSlot = Math.max(installedSlot, installed.slot());
    }
  }

  /**
   * Makes the batch a fence: frames that hold nothing but what is known of those before. There are
   * two, in different blocks, so that no single damaged block takes away what was last promised.
   */
  void addFence() {
    beginFrame();
    beginFrame();
  }

  private Frame newest() {
    return frames.get(frames.size() - 1);
  }

  private boolean isFull(long more) {
    Frame frame = newest();
    long payloadBytes = buffer.position() - frame.start - FrameHeader.BYTES + more;
    return frame.recordCount > 0
        && (payloadBytes > SlotIndex.EXTENT_BYTES
            || MovedWords.frameBytes((int) payloadBytes) > SlotIndex.EXTENT_BYTES);
  }

  /** Rule D6. Whatever is lost before it, a frame says what that has reached. */
  private void beginFrame() {
    endFrame();
    makeRoom(FrameHeader.BYTES + HighMark.BYTES);
    Frame frame = new Frame(buffer.position());
    frames.add(frame);
    buffer.position(frame.start + FrameHeader.BYTES);
    mark.write(buffer);
  }

  /** Fills the open frame's last block, with the words that stamps will replace and with zeros. */
  private void endFrame() {
    if (frames.isEmpty()) {
      return;
    }
    Frame frame = newest();
    frame.payloadBytes = buffer.position() - frame.start - FrameHeader.BYTES;
    int frameBytes = MovedWords.frameBytes(frame.payloadBytes);
    frame.paddedBytes = Format.roundUp(frameBytes, blockBytes);
    int end = frame.start + frame.paddedBytes;
    makeRoom(end - buffer.position());
    while (buffer.position() < end) {
      buffer.put(ZEROS, 0, Math.min(ZEROS.length, end - buffer.position()));
    }
    MovedWords.save(buffer, frame.start, frame.payloadBytes);
  }

  /** Ends the batch, and returns how many bytes it takes in the file. */
  int end() {
    if (!isEnded) {
      isEnded = true;
      endFrame();
    }
    return buffer.position();
  }

  /** Makes room for that many bytes, and for the padding that may follow them. */
  private void makeRoom(long bytes) {
    long needed = buffer.position() + bytes + blockBytes;
    if (needed <= buffer.capacity()) {
      return;
    }
    if (needed > MOST_BYTES) {
      throw new IllegalArgumentException(
          "records appended together may take 256 MiB at most; these take more");
    }
    long doubled = Math.max(needed, 2L * buffer.capacity());
    ByteBuffer larger = aligned((int) Math.min(MOST_BYTES, doubled));
    buffer = larger.put(buffer.flip());
  }

  /** Returns the frames of the batch, in order. */
  List<Frame> frames() {
    return frames;
  }

  /**
   * Writes the headers, and returns the batch as it is to be written at that place.
   *
   * @param at where the batch goes
   * @param sequence the number of its first frame
   * @param watermark everything before this place is durable already
   */
  ByteBuffer seal(Position at, long sequence, Position watermark) {
    end();
    if (seal.segment() != at.segment()) {
      seal = new SegmentSeal(owner, at.segment());
    }
    for (int i = 0; i < frames.size(); i++) {
      seal(frames.get(i), at.offset() + frames.get(i).start, sequence + i, watermark);
    }
    return buffer.flip();
  }

  private void seal(Frame frame, long offset, long sequence, Position watermark) {
    MovedWords.stamp(buffer, frame.start, frame.payloadBytes, seal, offset);
    int storedBytes = MovedWords.frameBytes(frame.payloadBytes) - FrameHeader.BYTES;
    ByteBuffer stored = buffer.slice(frame.start + FrameHeader.BYTES, storedBytes);
    FrameHeader header =
        new FrameHeader(
            FrameHeader.VERSION,
            RecordCodec.VERSION,
            0,
            frame.payloadBytes,
            frame.recordCount,
            sequence,
            watermark,
            seal.checksum(offset, stored));
    header.write(buffer, frame.start, seal, offset);
  }
}
