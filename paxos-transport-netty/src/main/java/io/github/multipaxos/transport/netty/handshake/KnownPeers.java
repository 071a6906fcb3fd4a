package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.wire.Refusal;
import io.github.multipaxos.transport.netty.wire.Refusal.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Remembers, for as long as this process runs, which data directory and which boot of it was met
 * under each node id, and refuses those that show that a node has forgotten what it promised.
 *
 * <p>Not safe for several threads.
 */
public final class KnownPeers {

  private final Map<NodeId, Peer> met = new TreeMap<>();
  private final Predicate<NodeId> isLively;

  /**
   * Begins with nobody met.
   *
   * @param isLively tells whether a connection with that node exists and has been heard from just
   *     now
   */
  public KnownPeers(Predicate<NodeId> isLively) {
    this.isLively = isLively;
  }

  /** Remembers {@code peer}, or says why it cannot be the node that was met under its id before. */
  Optional<Refusal> meet(Peer peer) {
    Peer before = met.get(peer.node());
    Optional<Refusal> refusal = before == null ? Optional.empty() : compare(before, peer);
    if (refusal.isEmpty()) {
      met.put(peer.node(), peer);
    }
    return refusal;
  }

  private Optional<Refusal> compare(Peer before, Peer now) {
    if (!now.isSameProcess(before) && isLively.test(now.node())) {
      return refuse(
          Reason.DUPLICATE_ID,
          "another process is connected as node "
              + now.node()
              + " right now; check that only one is started with this id, and that its data directory was"
              + " not copied");
    }
    if (now.incarnation() != before.incarnation()) {
      return refuse(
          Reason.OTHER_INCARNATION,
          "node "
              + now.node()
              + " comes with another data directory than the one met before (incarnation "
              + Long.toHexString(now.incarnation())
              + " instead of "
              + Long.toHexString(before.incarnation())
              + "), so what it promised is lost; check the path of its data directory and give it the old"
              + " directory back, or restart this node if the one met before was the wrong one");
    }
    if (now.boot() < before.boot()) {
      return refuse(
          Reason.LOWER_BOOT,
          "node "
              + now.node()
              + " comes with an older copy of its data directory (boot "
              + now.boot()
              + " after boot "
              + before.boot()
              + "), so what it promised since is lost; check whether a backup or a snapshot of the disk was"
              + " restored, and do not start the node from it");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(Reason reason, String sentence) {
    return Optional.of(new Refusal(reason, sentence));
  }
}
