package io.github.multipaxos.log;

import io.github.multipaxos.log.FrameReader.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames of a segment on a disk that may refuse to give some of it. After the first refusal
 * it asks for small pieces only, so that one bad sector does not hide its neighbours.
 */
final class CarefulReader {

  private static final int WINDOW_BYTES = 1 << 20;

  private final Segment segment;
  private int windowBytes = WINDOW_BYTES;
  private FrameReader reader;
  private String trouble = "";

  CarefulReader(Segment segment) {
    this.segment = segment;
    this.reader = new FrameReader(segment, windowBytes);
  }

  /** Forgets what was read, so that the next look is at the file again. */
  void forget() {
    reader = new FrameReader(segment, windowBytes);
  }

  /** Looks at the frame that begins there; null if it cannot be read, for a {@link #trouble}. */
  @Nullable Frame look(long offset) {
    return read(() -> reader.read(offset));
  }

  /** Returns the header there, if an intact one is there and can be read. */
  @Nullable FrameHeader header(long offset) {
    return read(() -> reader.header(offset));
  }

  /** Tells whether the sector there can be read and was not written in this life of the file. */
  boolean isUnwritten(long offset) {
    return Boolean.TRUE.equals(read(() -> reader.isUnwritten(offset)));
  }

  /** Returns the records of an intact frame just looked at. */
  ByteBuffer payload(Frame frame) throws IOException {
    return reader.payload(frame);
  }

  /** Returns why the last thing that could not be read could not be. */
  String trouble() {
    return trouble;
  }

  /** Something that reads. */
  private interface Reading<T> {
    @Nullable T read() throws IOException;
  }

  private <T> @Nullable T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
    }
    if (windowBytes == Format.SECTOR_BYTES) {
      return null;
    }
    windowBytes = Format.SECTOR_BYTES;
    forget();
    return read(reading);
  }
}
