package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A memory of peers on a disk that hangs until it is told to go on. */
final class HeldPeers implements PeerMemory {

  private final MemoryPeers peers = new MemoryPeers();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isHeld = true;

  /** Lets the disk go on, from now on. */
  void letGo() {
    List<Runnable> due;
    synchronized (this) {
      isHeld = false;
      due = List.copyOf(held);
    }
    due.forEach(Runnable::run);
  }

  private void hold(Runnable whenDurable) {
    synchronized (this) {
      if (isHeld) {
        held.add(whenDurable);
        return;
      }
    }
    whenDurable.run();
  }

  @Override
  public Optional<Acquaintance> of(NodeId peer) {
    return peers.of(peer);
  }

  @Override
  public void note(Acquaintance met, Runnable whenDurable) {
    peers.note(met, () -> hold(whenDurable));
  }

  @Override
  public boolean isDisowned() {
    return peers.isDisowned();
  }

  @Override
  public void disown() {
    peers.disown();
  }

  @Override
  public boolean isAdmitted() {
    return peers.isAdmitted();
  }

  @Override
  public void admit(Runnable whenDurable) {
    peers.admit(() -> hold(whenDurable));
  }
}
