package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot fetched from a peer, as far as its parts have come. Its file has the header from the
 * first part on and grows from front to back, so its length says how far it is, to the next process
 * too. What a power cut makes of it the checksum shows in the end.
 */
final class Assembly {

  private final StorageDirectory directory;
  private final ClusterId cluster;
  private SnapshotId snapshot = SnapshotId.NONE;
  private long bytes;

  Assembly(StorageDirectory directory, ClusterId cluster) {
    this.directory = directory;
    this.cluster = cluster;
  }

  /** Finds what an earlier process left. There is at most one. */
  void find(List<String> names) throws IOException {
    for (String name : names) {
      if (name.endsWith(Format.PART)) {
        Optional<SnapshotHeader> header;
        long length;
        try (StorageFile file = directory.openFile(name)) {
          header = SnapshotHeader.read(file, directory.pathOf(name));
          length = file.size() - SnapshotHeader.BYTES;
        }
        boolean isUsable =
            header.isPresent()
                && snapshot.isNone()
                && header.get().cluster().equals(cluster)
                && name.equals(name(header.get().snapshot()))
                && length <= header.get().snapshot().bytes();
        if (isUsable) {
          snapshot = header.get().snapshot();
          bytes = length;
        } else {
          directory.delete(name);
        }
      }
    }
  }

  private static String name(SnapshotId snapshot) {
    return Format.snapshotName(snapshot.slot()) + Format.PART;
  }

  /** Adds a part if it continues what is there. Returns how many bytes are there. */
  long add(SnapshotId to, long offset, Bytes part) throws IOException {
    if (!to.equals(snapshot)) {
      begin(to);
    }
    if (offset == bytes && part.size() > 0) {
      try (StorageFile file = directory.openFile(name(snapshot))) {
        file.write(part.buffer(), SnapshotHeader.BYTES + offset);
      }
      bytes += part.size();
    }
    return bytes;
  }

  private void begin(SnapshotId next) throws IOException {
    drop();
    if (directory.list().contains(name(next))) { // begun or dropped before, and the disk failed
      directory.delete(name(next));
    }
    try (StorageFile file = directory.createFile(name(next))) {
      ByteBuffer header = new SnapshotHeader(cluster, next).encode();
      file.write(header, 0);
    }
    snapshot = next;
    bytes = 0;
  }

  /** Drops what is there. */
  void drop() throws IOException {
    if (!snapshot.isNone()) {
      SnapshotId dropped = snapshot;
      snapshot = SnapshotId.NONE;
      bytes = 0;
      directory.delete(name(dropped));
    }
  }

  /** Tells whether the checksum of the whole is right, by the file's own bytes. */
  boolean isIntact() throws IOException {
    try (StorageFile file = directory.openFile(name(snapshot))) {
      return FileSnapshots.checksum(file, snapshot.bytes()) == snapshot.checksum();
    }
  }

  /**
   * Makes it durable, lets go of it, and returns the name of its file. If that fails it is dropped:
   * the system may take what never reached the disk for clean, so no later sync can be believed.
   */
  String finish() throws IOException {
    String name = name(snapshot);
    try (StorageFile file = directory.openFile(name)) {
      file.force(true);
    } catch (IOException e) {
      drop();
      throw e;
    }
    snapshot = SnapshotId.NONE;
    bytes = 0;
    return name;
  }
}
