package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Frame;

/**
 * Tells a write that was cut short, which is dropped, from durable bytes that were damaged since,
 * which are lost (rule D5).
 *
 * <p>Three facts decide. A later frame whose watermark lies behind the place says that the place
 * was durable. A sector of the batch that still holds the zeros of a new file, or what an earlier
 * life has left in a recycled one, was never written, so the batch was never synced. And as a disk
 * writes a sector whole or not at all, one that holds neither that nor what was written to it has
 * been damaged.
 */
final class TailJudge {

  private final Segment segment;
  private final CarefulReader reader;

  TailJudge(Segment segment, CarefulReader reader) {
    this.segment = segment;
    this.reader = reader;
  }

  /**
   * Judges the first place of the last segment where no intact frame is. Returns how many bytes
   * from there on were written and do not count; 0 if the log ends there cleanly.
   *
   * @throws DamagedLogException if what stood there had been durable, or may have been
   */
  long droppedBytes(Frame bad) throws DamagedLogException {
    long offset = bad.at().offset();
    switch (bad.condition()) {
      case HEADER_DAMAGED, PAYLOAD_DAMAGED ->
          throw new DamagedLogException(
              segment.path(), offset, "its checksum is wrong, though all of it was written");
      default -> {
        return lastWritten(bad) - offset;
      }
    }
  }

  /** Returns the end of the last written sector, and on the way looks for a watermark. */
  private long lastWritten(Frame bad) throws DamagedLogException {
    long lastWritten = bad.at().offset();
    int blockBytes = segment.header().blockBytes();
    for (long at = lastWritten; at < segment.header().segmentBytes(); at += Format.SECTOR_BYTES) {
      if (at % blockBytes == 0) {
        checkWatermark(bad.at(), at);
      }
      if (!reader.isUnwritten(at)) {
        lastWritten = at + Format.SECTOR_BYTES;
      }
    }
    return lastWritten;
  }

  private void checkWatermark(Position bad, long at) throws DamagedLogException {
    FrameHeader later = reader.header(at);
    if (later != null && later.watermark().compareTo(bad) > 0) {
      throw new DamagedLogException(
          segment.path(),
          bad.offset(),
          "no intact frame is there, and frame "
              + later.sequence()
              + " at offset "
              + at
              + " says that one was durable");
    }
  }

  /** Tells whether nothing was ever written behind the block that begins there. */
  boolean isLastBlock(Frame bad) {
    long first = bad.at().offset() + segment.header().blockBytes();
    for (long at = first; at < segment.header().segmentBytes(); at += Format.SECTOR_BYTES) {
      if (!reader.isUnwritten(at)) {
        return false;
      }
    }
    return true;
  }
}
