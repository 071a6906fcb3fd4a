package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which data directories the node has met under its peers' ids, and whether its own was
 * vouched for. Two copies, written in turn, so that one of them is whole at any moment.
 */
final class PeersFile implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(PeersFile.class);

  private final String path;
  private final StorageFile file;
  private PeersCopy newest;
  private int older; // the copy that does not hold, or is damaged

  private PeersFile(String path, StorageFile file, PeersCopy newest, int older) {
    this.path = path;
    this.file = file;
    this.newest = newest;
    this.older = older;
  }

  /** Makes the file durably, for a directory that has met nobody. */
  static void create(StorageDirectory directory, Owner owner) throws IOException {
    String unfinished = Format.PEERS + Format.UNFINISHED;
    ByteBuffer nobody = PeersCopy.first(owner.incarnation()).encode();
    try (StorageFile file = directory.createFile(unfinished)) {
      file.write(nobody.duplicate(), 0);
      file.write(nobody, PeersCopy.MOST_BYTES);
      file.force(true);
    }
    directory.rename(unfinished, Format.PEERS);
    directory.force();
  }

  /**
   * Opens the file and checks that it belongs to that directory. What it holds is written once more
   * and synced before anybody goes by it (rule D3).
   */
  static PeersFile open(StorageDirectory directory, Owner owner) throws IOException {
    String path = directory.pathOf(Format.PEERS);
    StorageFile file = directory.openFile(Format.PEERS);
    try {
      PeersFile peers = load(path, file);
      if (peers.newest.incarnation() != owner.incarnation()) {
        throw new IOException(
            path
                + " belongs to another data directory than the identity beside it; restore both, and"
                + " the segments, from one place");
      }
      peers.write(peers.newest);
      return peers;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static PeersFile load(String path, StorageFile file) throws IOException {
    PeersCopy first = readCopy(path, file, 0);
    PeersCopy second = readCopy(path, file, 1);
    if (first != null && second != null) {
      boolean firstHolds = first.generation() >= second.generation();
      return new PeersFile(path, file, firstHolds ? first : second, firstHolds ? 1 : 0);
    } else if (first != null) {
      return withOneCopy(path, file, first, 1);
    } else if (second != null) {
      return withOneCopy(path, file, second, 0);
    }
    throw new DamagedLogException(path, 0, "neither copy of what is known of peers is intact");
  }

  private static PeersFile withOneCopy(String path, StorageFile file, PeersCopy left, int lost) {
    LOG.warn(
        "finds a copy of what is known of peers damaged, goes by the other file={} offset={}",
        path,
        lost * PeersCopy.MOST_BYTES);
    return new PeersFile(path, file, left, lost);
  }

  private static @Nullable PeersCopy readCopy(String path, StorageFile file, int copy)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PeersCopy.MOST_BYTES);
    int bytes = file.read(buffer, (long) copy * PeersCopy.MOST_BYTES);
    return PeersCopy.decode(buffer.clear().limit(bytes), path);
  }

  /** Returns what is durable. */
  PeersCopy newest() {
    return newest;
  }

  /**
   * Writes first the older copy, then the other: whichever is lost later, the other knows as much.
   */
  void write(PeersCopy copy) throws IOException {
    try {
      write(copy, older);
      write(copy, 1 - older);
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
    newest = copy;
  }

  private void write(PeersCopy copy, int place) throws IOException {
    file.write(copy.encode(), (long) place * PeersCopy.MOST_BYTES);
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
