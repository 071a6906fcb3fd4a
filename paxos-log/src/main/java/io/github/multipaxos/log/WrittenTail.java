package io.github.multipaxos.log;

/**
 * What stands behind a place of the last segment, for {@link SegmentInspection} to tell a write
 * that was cut short from damage.
 *
 * @param writtenEnd behind this place nothing was written in this life of the file
 * @param durable everything in front of this place was durable, as frames behind the place say
 */
record WrittenTail(long writtenEnd, Position durable) {

  /** Looks at everything from that place on. */
  static WrittenTail from(long offset, CarefulReader reader, SegmentHeader header) {
    long writtenEnd = offset;
    Position durable = new Position(header.segment(), 0);
    for (long at = offset; at < header.segmentBytes(); at += Format.SECTOR_BYTES) {
      if (reader.isUnwritten(at)) {
        continue;
      }
      writtenEnd = at + Format.SECTOR_BYTES;
      FrameHeader frame = at % header.blockBytes() == 0 ? reader.header(at) : null;
      if (frame != null && frame.watermark().compareTo(durable) > 0) {
        durable = frame.watermark();
      }
    }
    return new WrittenTail(writtenEnd, durable);
  }

  boolean vouchesFor(Position at) {
    return durable.compareTo(at) > 0;
  }
}
