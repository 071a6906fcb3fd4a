package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A memory of peers that outlives a test's transports, on a disk that a test may hold up. */
public final class TestMemory implements PeerMemory {

  private final Map<NodeId, Acquaintance> met = new TreeMap<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean isHeldUp;
  private boolean isAdmitted;

  /** Remembers nobody yet. */
  public TestMemory() {}

  /** Holds up every sync from now on, or lets them go on. */
  public void holdUp(boolean holdUp) {
    Deque<Runnable> due = new ArrayDeque<>();
    synchronized (this) {
      isHeldUp = holdUp;
      if (!holdUp) {
        due.addAll(held);
        held.clear();
      }
    }
    due.forEach(Runnable::run);
  }

  /** Returns how many callbacks wait for the disk. */
  public synchronized int waiting() {
    return held.size();
  }

  @Override
  public synchronized Optional<Acquaintance> of(NodeId peer) {
    return Optional.ofNullable(met.get(peer));
  }

  @Override
  public void note(Acquaintance peer, Runnable whenDurable) {
    synchronized (this) {
      met.put(peer.node(), peer);
    }
    sync(whenDurable);
  }

  @Override
  public boolean isDisowned() {
    return false;
  }

  @Override
  public void disown() {}

  @Override
  public synchronized boolean isAdmitted() {
    return isAdmitted;
  }

  @Override
  public void admit(Runnable whenDurable) {
    synchronized (this) {
      isAdmitted = true;
    }
    sync(whenDurable);
  }

  private void sync(Runnable whenDurable) {
    synchronized (this) {
      if (isHeldUp) {
        held.add(whenDurable);
        return;
      }
    }
    whenDurable.run();
  }
}
