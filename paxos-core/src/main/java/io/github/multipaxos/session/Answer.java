package io.github.multipaxos.session;

import io.github.multipaxos.model.Bytes;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a command that was applied. Immutable.
 *
 * @param number counts the answers kept, in the order in which they were given; 0 for one that is
 *     not there any more
 * @param bytes the answer, or null if it is not there any more
 * @param checksum of the bytes, for digests
 */
record Answer(long number, @Nullable Bytes bytes, long checksum) {

  /** Only that the command was applied. */
  static final Answer DROPPED = new Answer(0, null, 0);

  static Answer of(long number, Bytes bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.buffer());
    return new Answer(number, bytes, crc.getValue());
  }
}
