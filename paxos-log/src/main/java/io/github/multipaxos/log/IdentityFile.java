package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Knows whose log it is, how often and by which processes it was opened, and which segments there
 * must be. Safe for several threads.
 */
final class IdentityFile implements Closeable {

  /** Each copy has its space from the beginning, and never needs more. */
  private static final TwoCopies.Form<IdentityCopy> FORM =
      new TwoCopies.Form<>(
          Format.IDENTITY,
          "the identity",
          IdentityCopy.DISTANCE_BYTES,
          IdentityCopy.MOST_BYTES,
          IdentityCopy::read);

  private final TwoCopies<IdentityCopy> copies;

  private IdentityFile(TwoCopies<IdentityCopy> copies) {
    this.copies = copies;
  }

  /** Makes the file durably, for a log without segments. */
  static void create(
      StorageDirectory directory, ClusterId cluster, NodeId node, LongSupplier numbers)
      throws IOException {
    Owner owner = new Owner(cluster, node, numbers.getAsLong());
    TwoCopies.create(directory, FORM, IdentityCopy.first(owner));
  }

  /** Opens the file and checks that it is that node's. */
  static IdentityFile open(StorageDirectory directory, ClusterId cluster, NodeId node)
      throws IOException {
    TwoCopies<IdentityCopy> copies = TwoCopies.open(directory, FORM);
    try {
      checkOwner(copies, cluster, node);
      return new IdentityFile(copies);
    } catch (IOException | RuntimeException e) {
      copies.close();
      throw e;
    }
  }

  private static void checkOwner(TwoCopies<IdentityCopy> copies, ClusterId cluster, NodeId node)
      throws IOException {
    Owner owner = copies.newest().owner();
    if (!owner.cluster().equals(cluster) || !owner.node().equals(node)) {
      throw new IOException(
          copies.path()
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
    return copies.newest().owner();
  }

  synchronized Identity identity() {
    IdentityCopy newest = copies.newest();
    Owner owner = newest.owner();
    return new Identity(owner.cluster(), owner.node(), owner.incarnation(), newest.boots());
  }

  synchronized long firstSegment() {
    return copies.newest().firstSegment();
  }

  synchronized long lastSegment() {
    return copies.newest().lastSegment();
  }

  /** Notes durably that the segments before that one are not needed any more. */
  synchronized void beginWith(long firstSegment) throws IOException {
    copies.write(copies.newest().beginningWith(firstSegment));
  }

  /**
   * Rule N1. Counts one more opening, durably, and whose it is. That process may say something when
   * both copies know it. One that ended before that has said nothing: whether its boot still counts
   * or is given out again makes no difference to anybody.
   */
  synchronized void raiseBoot(long process, long lastSegment) throws IOException {
    copies.write(copies.newest().booted(process, lastSegment));
  }

  /** Notes durably that there is a new segment, so that its absence will be noticed. */
  synchronized void advanceTo(long lastSegment) throws IOException {
    copies.write(copies.newest().endingWith(lastSegment));
  }

  @Override
  public void close() throws IOException {
    copies.close();
  }
}
