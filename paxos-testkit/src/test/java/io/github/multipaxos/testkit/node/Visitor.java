package io.github.multipaxos.testkit.node;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands in for a member that does nothing but connect and disconnect. */
final class Visitor {

  private final Cluster<?> cluster;
  private final NodeId id;
  private Boots boots = Boots.NONE;

  Visitor(Cluster<?> cluster, NodeId id) {
    this.cluster = cluster;
    this.id = id;
  }

  /** Goes only when it has been met: each side notes the other durably first. */
  void comeAndGo() {
    Deaf receiver = new Deaf(new CountDownLatch(1));
    Transport transport = cluster.network().newTransport();
    try {
      boots = boots.opened(boots.boot());
      Identity identity = new Identity(new ClusterId(cluster.name()), id, 1, boots);
      transport.start(identity, cluster.members(), new MemoryPeers(), receiver);
      receiver.awaitMeeting();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      transport.close();
    }
  }

  /** Hears nothing but that it met somebody. */
  private record Deaf(CountDownLatch met) implements Transport.Receiver {

    void awaitMeeting() {
      try {
        if (!met.await(Sightings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("in vain waited for the visitor to meet somebody");
        }
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while the visitor waited to meet somebody", e);
      }
    }

    @Override
    public boolean receive(NodeId from, Message message) {
      return true;
    }

    @Override
    public void connected(NodeId peer) {
      met.countDown();
    }

    @Override
    public void disconnected(NodeId peer, String reason) {}

    @Override
    public void vouched(NodeId peer) {}

    @Override
    public void disowned(NodeId peer, String sentence) {}
  }
}
