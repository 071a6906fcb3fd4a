package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whose log it is, how often and by which processes it was opened, and which segments there
 * must be. Two copies, written in turn, so that one of them is whole at any moment. Safe for
 * several threads.
 */
final class IdentityFile implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityFile.class);

  private final String path;
  private final StorageFile file;
  private IdentityCopy newest;
  private int older; // the copy that does not hold, or is damaged

  private IdentityFile(String path, StorageFile file, IdentityCopy newest, int older) {
    this.path = path;
    this.file = file;
    this.newest = newest;
    this.older = older;
  }

  /** Makes the file durably, for a log without segments. */
  static void create(
      StorageDirectory directory, ClusterId cluster, NodeId node, LongSupplier numbers)
      throws IOException {
    Owner owner = new Owner(cluster, node, numbers.getAsLong());
    String unfinished = Format.IDENTITY + Format.UNFINISHED;
    try (StorageFile file = directory.createFile(unfinished)) {
      for (int copy = 0; copy < 2; copy++) {
        long at = (long) copy * IdentityCopy.DISTANCE_BYTES;
        file.write(ByteBuffer.allocate(IdentityCopy.MOST_BYTES), at); // never needs more space
        file.write(IdentityCopy.first(owner).encode(), at);
      }
      file.force(true);
    }
    directory.rename(unfinished, Format.IDENTITY);
    directory.force();
  }

  /** Opens the file and checks that it is that node's. */
  static IdentityFile open(StorageDirectory directory, ClusterId cluster, NodeId node)
      throws IOException {
    String path = directory.pathOf(Format.IDENTITY);
    StorageFile file = directory.openFile(Format.IDENTITY);
    try {
      IdentityFile identity = load(path, file);
      identity.checkOwner(cluster, node);
      return identity;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static IdentityFile load(String path, StorageFile file) throws IOException {
    IdentityCopy first = IdentityCopy.read(path, file, 0);
    IdentityCopy second = IdentityCopy.read(path, file, 1);
    if (first != null && second != null) {
      boolean firstHolds = first.generation() >= second.generation();
      return new IdentityFile(path, file, firstHolds ? first : second, firstHolds ? 1 : 0);
    } else if (first != null) {
      return withOneCopy(path, file, first, 1);
    } else if (second != null) {
      return withOneCopy(path, file, second, 0);
    }
    throw new DamagedLogException(path, 0, "neither copy of the identity is intact");
  }

  private static IdentityFile withOneCopy(
      String path, StorageFile file, IdentityCopy left, int lost) {
    LOG.warn(
        "finds a copy of the identity damaged, goes by the other file={} offset={}",
        path,
        lost * IdentityCopy.DISTANCE_BYTES);
    return new IdentityFile(path, file, left, lost);
  }

  private void checkOwner(ClusterId cluster, NodeId node) throws IOException {
    Owner owner = newest.owner();
    if (!owner.cluster().equals(cluster) || !owner.node().equals(node)) {
      throw new IOException(
          path
              + " belongs to node "
              + owner.node()
              + " of cluster "
              + owner.cluster()
              + ", not to node "
              + node
              + " of cluster "
              + cluster
              + "; give this node a directory of its own");
    }
  }

  synchronized Owner owner() {
    return newest.owner();
  }

  synchronized Identity identity() {
    Owner owner = newest.owner();
    return new Identity(owner.cluster(), owner.node(), owner.incarnation(), newest.boots());
  }

  synchronized long firstSegment() {
    return newest.firstSegment();
  }

  synchronized long lastSegment() {
    return newest.lastSegment();
  }

  /** Notes durably that the segments before that one are not needed any more. */
  synchronized void beginWith(long firstSegment) throws IOException {
    write(newest.beginningWith(firstSegment));
  }

  /**
   * Rule N1. Counts one more opening, durably, and whose it is. That process may say something when
   * both copies know it. One that ended before that has said nothing: whether its boot still counts
   * or is given out again makes no difference to anybody.
   */
  synchronized void raiseBoot(long process, long lastSegment) throws IOException {
    write(newest.booted(process, lastSegment));
  }

  /** Notes durably that there is a new segment, so that its absence will be noticed. */
  synchronized void advanceTo(long lastSegment) throws IOException {
    write(newest.endingWith(lastSegment));
  }

  /**
   * Writes first the older copy, then the other: whichever is lost later, the other knows as much.
   */
  private void write(IdentityCopy copy) throws IOException {
    try {
      write(copy, older);
      write(copy, 1 - older);
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
    newest = copy;
  }

  private void write(IdentityCopy copy, int place) throws IOException {
    file.write(copy.encode(), (long) place * IdentityCopy.DISTANCE_BYTES);
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
