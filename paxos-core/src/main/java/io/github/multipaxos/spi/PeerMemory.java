package io.github.multipaxos.spi;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import java.util.Optional;

/**
 * What a node durably knows of other members' data directories, and whether its own has been
 * vouched for. A {@link DurableLog} keeps it, a {@link Transport} goes by it in every handshake.
 *
 * <p>Methods return without waiting for the disk, and are called by several threads. What has been
 * noted is seen by {@link #of} at once, and is durable once its callback runs. Callbacks run like
 * those of {@link DurableLog#append}, in the order of the calls; if durability can no longer be
 * promised the log reports that, and no further callback runs.
 */
public interface PeerMemory {

  /** Returns what was last noted of a peer. */
  Optional<Acquaintance> of(NodeId peer);

  /**
   * Rule N2. Notes that a peer was met, in place of what was noted of it before; {@code
   * whenDurable} runs when a power cut would not undo that. Noting what is noted already costs no
   * write.
   */
  void note(Acquaintance met, Runnable whenDurable);

  /** Tells whether this node's directory is durably admitted to voting (rule N4). */
  boolean isAdmitted();

  /** Admits this node's directory to voting, for good; {@code whenDurable} runs when that is so. */
  void admit(Runnable whenDurable);

  /** Tells whether this node's directory has durably been refused for good (rule N3). */
  boolean isDisowned();

  /** Notes for good that a peer refuses this node's directory. Durable when the log closes. */
  void disown();
}
