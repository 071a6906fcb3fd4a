package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a node knows of its peers, kept for as long as this object lives. By itself it calls back at
 * once; behind the memory of a log it stands for the disk. Safe for several threads.
 */
public final class MemoryPeers implements PeerMemory {

  private final SortedMap<NodeId, Acquaintance> met = new TreeMap<>();
  private boolean isAdmitted;
  private boolean isDisowned;

  /** Remembers nobody, and calls back at once. */
  public MemoryPeers() {}

  /** Returns a disk that holds what this one holds now. */
  public synchronized MemoryPeers copy() {
    MemoryPeers copy = new MemoryPeers();
    copy.met.putAll(met);
    copy.isAdmitted = isAdmitted;
    copy.isDisowned = isDisowned;
    return copy;
  }

  /**
   * Returns the memory of a log that is opened on this disk. What is noted there is kept here when
   * its sync is done.
   *
   * @param syncs runs what it is given, in order, when all that was appended before is durable; and
   *     never if the process ends first
   */
  public PeerMemory openedBy(Consumer<Runnable> syncs) {
    MemoryPeers opened = copy();
    return new PeerMemory() {
      @Override
      public Optional<Acquaintance> of(NodeId peer) {
        return opened.of(peer);
      }

      @Override
      public void note(Acquaintance met, Runnable whenDurable) {
        opened.note(met, () -> {});
        syncs.accept(() -> MemoryPeers.this.note(met, whenDurable));
      }

      @Override
      public boolean isAdmitted() {
        return opened.isAdmitted();
      }

      @Override
      public void admit(Runnable whenDurable) {
        opened.admit(() -> {});
        syncs.accept(() -> MemoryPeers.this.admit(whenDurable));
      }

      @Override
      public boolean isDisowned() {
        return opened.isDisowned();
      }

      @Override
      public void disown() {
        opened.disown();
        syncs.accept(MemoryPeers.this::disown);
      }
    };
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
    whenDurable.run();
  }

  @Override
  public synchronized boolean isAdmitted() {
    return isAdmitted;
  }

  @Override
  public void admit(Runnable whenDurable) {
    synchronized (this) {
      isAdmitted = true;
    }
    whenDurable.run();
  }

  @Override
  public synchronized boolean isDisowned() {
    return isDisowned;
  }

  @Override
  public synchronized void disown() {
    isDisowned = true;
  }
}
