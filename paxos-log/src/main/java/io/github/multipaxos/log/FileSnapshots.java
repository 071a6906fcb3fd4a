package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as files beside the log. Each is written to a file of another name, synced, and only
 * then given its own, so that what can be found is whole. Safe for several threads.
 */
final class FileSnapshots implements SnapshotStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileSnapshots.class);
  private static final int WINDOW_BYTES = 1 << 18;

  private final StorageDirectory directory;
  private final ClusterId cluster;
  private final TreeMap<Long, SnapshotId> bySlot = new TreeMap<>();
  private final Assembly assembly;

  private FileSnapshots(StorageDirectory directory, ClusterId cluster) {
    this.directory = directory;
    this.cluster = cluster;
    this.assembly = new Assembly(directory, cluster);
  }

  /** Finds the snapshots there are. A file without a valid header is none, and is removed. */
  static FileSnapshots in(StorageDirectory directory, ClusterId cluster, List<String> names)
      throws IOException {
    FileSnapshots snapshots = new FileSnapshots(directory, cluster);
    for (String name : names) {
      OptionalLong slot = Format.snapshotOf(name);
      if (slot.isPresent()) {
        snapshots.find(name, slot.getAsLong());
      }
    }
    snapshots.assembly.find(names);
    return snapshots;
  }

  private void find(String name, long slot) throws IOException {
    ByteBuffer bytes;
    try (StorageFile file = directory.openFile(name)) {
      bytes = SnapshotHeader.bytesOf(file);
    } catch (IOException e) { // perhaps the disk can read it another day
      LOG.warn("passes over an unreadable snapshot file={}", directory.pathOf(name), e);
      return;
    }
    Optional<SnapshotHeader> header = SnapshotHeader.parse(bytes, directory.pathOf(name));
    if (header.isPresent() && header.get().snapshot().slot() == slot) {
      checkCluster(name, header.get());
      bySlot.put(slot, header.get().snapshot());
    } else {
      LOG.warn("drops a snapshot without a valid header file={}", directory.pathOf(name));
      directory.delete(name);
    }
  }

  private void checkCluster(String name, SnapshotHeader header) throws IOException {
    if (!header.cluster().equals(cluster)) {
      throw new IOException(
          directory.pathOf(name)
              + " is a snapshot of cluster "
              + header.cluster()
              + ", not of "
              + cluster
              + "; move it away, it does not belong here");
    }
  }

  @Override
  public synchronized List<SnapshotId> list() {
    List<SnapshotId> list = new ArrayList<>(bySlot.values());
    Collections.reverse(list);
    return list;
  }

  @Override
  public Draft begin(long slot) throws IOException {
    String name = Format.snapshotName(slot) + Format.UNFINISHED;
    if (directory.list().contains(name)) {
      directory.delete(name); // one that could not be finished, nor deleted then
    }
    return new FileDraft(slot, directory.createFile(name));
  }

  /** Gives a finished file its name, for good. */
  private synchronized void list(String unfinished, SnapshotId snapshot) throws IOException {
    directory.rename(unfinished, Format.snapshotName(snapshot.slot()));
    directory.force();
    bySlot.put(snapshot.slot(), snapshot);
  }

  @Override
  public synchronized Optional<InputStream> open(SnapshotId snapshot) throws IOException {
    if (!snapshot.equals(bySlot.get(snapshot.slot()))) {
      return Optional.empty();
    }
    StorageFile file = directory.openFile(Format.snapshotName(snapshot.slot()));
    try {
      if (checksum(file, snapshot.bytes()) == snapshot.checksum()) {
        return Optional.of(new SnapshotInput(file, snapshot.bytes()));
      }
    } catch (IOException e) {
      file.close();
      throw new IOException(
          "cannot read " + directory.pathOf(Format.snapshotName(snapshot.slot())), e);
    }
    file.close();
    return Optional.empty();
  }

  /** Returns the checksum of what stands behind the header. */
  static int checksum(StorageFile file, long bytes) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    for (long at = 0; at < bytes; ) {
      window.clear().limit((int) Math.min(WINDOW_BYTES, bytes - at));
      int count = file.read(window, SnapshotHeader.BYTES + at);
      if (count <= 0) {
        break; // shorter than it was: the checksum will not fit
      }
      crc.update(window.flip());
      at += count;
    }
    return (int) crc.getValue();
  }

  @Override
  public synchronized Optional<Bytes> read(SnapshotId snapshot, long offset, int maxBytes)
      throws IOException {
    if (!snapshot.equals(bySlot.get(snapshot.slot())) || offset > snapshot.bytes()) {
      return Optional.empty();
    }
    byte[] part = new byte[(int) Math.min(maxBytes, snapshot.bytes() - offset)];
    try (StorageFile file = directory.openFile(Format.snapshotName(snapshot.slot()))) {
      int count = file.read(ByteBuffer.wrap(part), SnapshotHeader.BYTES + offset);
      return count == part.length ? Optional.of(Bytes.wrap(part)) : Optional.empty();
    }
  }

  @Override
  public synchronized long assemble(SnapshotId snapshot, long offset, Bytes part)
      throws IOException {
    if (snapshot.equals(bySlot.get(snapshot.slot()))) {
      return snapshot.bytes();
    }
    long bytes = assembly.add(snapshot, offset, part);
    if (bytes < snapshot.bytes()) {
      return bytes;
    }
    if (!assembly.isIntact()) {
      LOG.warn("drops a fetched snapshot whose checksum is wrong slot={}", snapshot.slot());
      assembly.drop();
      return 0;
    }
    list(assembly.finish(), snapshot);
    return bytes;
  }

  @Override
  public synchronized void remove(SnapshotId snapshot) throws IOException {
    if (bySlot.remove(snapshot.slot(), snapshot)) {
      directory.delete(Format.snapshotName(snapshot.slot()));
    }
  }

  /** A snapshot of this node's own, on its way into a file. */
  private final class FileDraft implements Draft {
    private final long slot;
    private final StorageFile file;
    private final CRC32C crc = new CRC32C();
    private long bytes;
    private boolean isFinished;

    FileDraft(long slot, StorageFile file) {
      this.slot = slot;
      this.file = file;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
      file.write(ByteBuffer.wrap(from, offset, count), SnapshotHeader.BYTES + bytes);
      crc.update(from, offset, count);
      bytes += count;
    }

    @Override
    public SnapshotId finish() throws IOException {
      SnapshotId snapshot = new SnapshotId(slot, bytes, (int) crc.getValue());
      file.write(new SnapshotHeader(cluster, snapshot).encode(), 0);
      file.force(true);
      list(Format.snapshotName(slot) + Format.UNFINISHED, snapshot);
      isFinished = true;
      return snapshot;
    }

    @Override
    public void close() throws IOException {
      file.close();
      if (!isFinished) {
        directory.delete(Format.snapshotName(slot) + Format.UNFINISHED);
      }
    }
  }
}
