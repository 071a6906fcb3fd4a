package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.Amnesia;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.transport.netty.wire.Refusal;
import io.github.multipaxos.transport.netty.wire.Refusal.Reason;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Compares who calls with what is durably remembered under that node id, and refuses those that
 * show that a node has forgotten what it promised (rule N3).
 *
 * <p>A refusal reaches the very process that showed what it is refused for, and no other. So what
 * an earlier process of a healthy node said, and is heard late, does the later one no harm.
 *
 * <p>Not safe for several threads.
 */
public final class KnownPeers {

  private final NodeId self;
  private final PeerMemory memory;
  private final Predicate<NodeId> isLively;
  private final Executor own;

  /**
   * Begins with what is remembered.
   *
   * @param self this node
   * @param memory what it remembers
   * @param isLively tells whether a connection with that node exists and has been heard from just
   *     now
   * @param own runs what was to wait for the disk, on the thread that uses this object
   */
  public KnownPeers(NodeId self, PeerMemory memory, Predicate<NodeId> isLively, Executor own) {
    this.self = self;
    this.memory = memory;
    this.isLively = isLively;
    this.own = own;
  }

  /** Says why {@code peer} must not be talked to, if it must not. */
  Optional<Refusal> judge(Peer peer) {
    return memory.of(peer.node()).flatMap(met -> compare(met, peer.identity()));
  }

  private Optional<Refusal> compare(Acquaintance met, Identity shown) {
    Optional<Amnesia> amnesia = met.amnesiaOf(shown);
    if (amnesia.isPresent()) {
      String sentence = amnesia.get().explain(self, met, shown);
      return Optional.of(new Refusal(reasonOf(amnesia.get()), sentence));
    }
    return !Acquaintance.of(shown).equals(met) && isLively.test(shown.node())
        ? Optional.of(duplicate(shown.node()))
        : Optional.empty();
  }

  private static Reason reasonOf(Amnesia amnesia) {
    return switch (amnesia) {
      case OTHER_DIRECTORY -> Reason.OTHER_INCARNATION;
      case OLDER_DIRECTORY -> Reason.LOWER_BOOT;
      case COPIED_DIRECTORY -> Reason.COPIED_DIRECTORY;
      case DIVERGED_DIRECTORY -> Reason.DIVERGED_DIRECTORY;
    };
  }

  /** Not for good: the old connection of a node that was restarted may still look alive. */
  private static Refusal duplicate(NodeId node) {
    return new Refusal(
        Reason.DUPLICATE_ID,
        "another process is connected as node "
            + node
            + " right now; check that only one is started with this id, and that its data directory was"
            + " not copied");
  }

  /** Notes durably that {@code peer} was met, and then runs {@code then}. */
  void note(Peer peer, Runnable then) {
    memory.note(Acquaintance.of(peer.identity()), () -> own.execute(then));
  }
}
