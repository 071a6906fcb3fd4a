package io.github.multipaxos.testkit.node;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Stands in for a member that does nothing but connect and disconnect. */
final class Visitor {

  private static final Transport.Receiver DEAF =
      new Transport.Receiver() {
        @Override
        public boolean receive(NodeId from, Message message) {
          return true;
        }

        @Override
        public void connected(NodeId peer) {}

        @Override
        public void disconnected(NodeId peer, String reason) {}

        @Override
        public void vouched(NodeId peer) {}

        @Override
        public void disowned(NodeId peer, String sentence) {}
      };

  private final Cluster<?> cluster;
  private final NodeId id;
  private long boots;

  Visitor(Cluster<?> cluster, NodeId id) {
    this.cluster = cluster;
    this.id = id;
  }

  void comeAndGo() {
    Transport transport = cluster.network().newTransport();
    try {
      Identity identity = new Identity(new ClusterId(cluster.name()), id, 1, ++boots);
      transport.start(identity, cluster.members(), new MemoryPeers(), DEAF);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      transport.close();
    }
  }
}
