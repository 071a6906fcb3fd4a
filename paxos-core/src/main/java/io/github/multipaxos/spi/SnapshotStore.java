package io.github.multipaxos.spi;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Where a node keeps snapshots: its own, and those that it fetches from peers. What is in a
 * snapshot is the node's business; the store keeps bytes, and says of damaged ones that they are.
 *
 * <p>Called by several threads, and blocks for the disk. A failure of a snapshot is not one of the
 * log: the node warns, goes on, and tries again later.
 */
public interface SnapshotStore {

  /** Returns the whole snapshots there are, newest first. Their bytes have not been looked at. */
  List<SnapshotId> list() throws IOException;

  /**
   * Begins a snapshot of that slot. It is there, for good and at once, when {@link Draft#finish}
   * returns, and leaves nothing behind if the process dies before. A snapshot of the same slot is
   * replaced.
   */
  Draft begin(long slot) throws IOException;

  /**
   * Opens a snapshot after checking all its bytes against its checksum.
   *
   * @return the bytes, or nothing if the snapshot is damaged or gone
   */
  Optional<InputStream> open(SnapshotId snapshot) throws IOException;

  /**
   * Reads a part of a snapshot: from {@code offset} on, as many bytes as there are up to {@code
   * maxBytes}. Nothing if the snapshot is gone. Not checked: whoever puts the parts together does.
   */
  Optional<Bytes> read(SnapshotId snapshot, long offset, int maxBytes) throws IOException;

  /**
   * Takes a part of a snapshot that is fetched from a peer. One is in the making at a time; a part
   * of another one begins that and drops what there was. A part that does not continue what is
   * there changes nothing. What has been put together outlives the process.
   *
   * @return how many bytes are there now; the snapshot's length once it is whole, checked, durable
   *     and listed; 0 if it was whole and its checksum was wrong, so that it has been dropped
   */
  long assemble(SnapshotId snapshot, long offset, Bytes part) throws IOException;

  /** Removes a snapshot, if it is there. */
  void remove(SnapshotId snapshot) throws IOException;

  /** A snapshot in the making. Used by one thread. */
  interface Draft extends AutoCloseable {

    /** Adds bytes at the end. */
    void write(byte[] bytes, int offset, int count) throws IOException;

    /** Makes the snapshot durable, and then lists it. */
    SnapshotId finish() throws IOException;

    /** Drops it unless it is finished. */
    @Override
    void close() throws IOException;
  }
}
