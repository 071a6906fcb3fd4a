package io.github.multipaxos.log.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Reading is safe from several threads and at the same time as a write elsewhere in
 * the file; writing is one thread's business.
 */
public interface StorageFile extends Closeable {

  /** Returns how long the file is. */
  long size() throws IOException;

  /**
   * Reads into the remaining room of {@code target}, from {@code offset} on, until the room is full
   * or the file ends. Returns how many bytes were read, 0 at the end of the file.
   */
  int read(ByteBuffer target, long offset) throws IOException;

  /** Writes all remaining bytes of {@code source}, from {@code offset} on. */
  void write(ByteBuffer source, long offset) throws IOException;

  /**
   * Writes all remaining bytes of {@code source}, from {@code offset} on, so that they survive a
   * power cut. Says nothing of what was written before. If it fails, any part of them may have been
   * written.
   */
  default void writeDurably(ByteBuffer source, long offset) throws IOException {
    write(source, offset);
    force(false);
  }

  /**
   * Lengthens the file to {@code bytes} with zeros that take up their space on the disk. They
   * survive a power cut after the next {@link #force}, to which they leave next to nothing to do.
   */
  void allocate(long bytes) throws IOException;

  /** Cuts the file to {@code bytes}. */
  void truncate(long bytes) throws IOException;

  /**
   * Makes everything written survive a power cut.
   *
   * @param metadata whether times and the like should survive too; the length always does
   */
  void force(boolean metadata) throws IOException;
}
