package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A memory of peers that tells what is durable in it, and calls back when its process is not
 * stopped.
 */
final class WatchedPeers implements PeerMemory {

  private final NodeId node;
  private final PeerMemory peers;
  private final World<?, ?> world;
  private final Consumer<Runnable> callbacks;

  WatchedPeers(NodeId node, PeerMemory peers, World<?, ?> world, Consumer<Runnable> callbacks) {
    this.node = node;
    this.peers = peers;
    this.world = world;
    this.callbacks = callbacks;
  }

  @Override
  public Optional<Acquaintance> of(NodeId peer) {
    return peers.of(peer);
  }

  @Override
  public void note(Acquaintance met, Runnable whenDurable) {
    peers.note(
        met,
        () -> {
          world.suffrages().onNoted(node, met);
          callbacks.accept(whenDurable);
        });
  }

  @Override
  public boolean isAdmitted() {
    return peers.isAdmitted();
  }

  @Override
  public void admit(Runnable whenDurable) {
    world.guard(() -> world.suffrages().onVouchedFor(node, hasHandshakes()));
    peers.admit(
        () -> {
          world.guard(() -> world.suffrages().onAdmitted(node));
          callbacks.accept(whenDurable);
        });
  }

  @Override
  public boolean isDisowned() {
    return peers.isDisowned();
  }

  @Override
  public void disown() {
    peers.disown();
  }

  private boolean hasHandshakes() {
    return world.plan().line().tier() == Tier.FULL;
  }
}
