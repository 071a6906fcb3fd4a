package io.github.multipaxos.examples.register;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.function.BiPredicate;

/**
 * A node's way to the others, with a knife beside it. What a story wants lost is lost as it leaves,
 * which a network may do to any message at any time.
 */
final class Wire implements Transport {

  private static final BiPredicate<NodeId, Message> NONE = (to, message) -> false;
  private static final BiPredicate<NodeId, Message> ALL = (to, message) -> true;

  private final Transport transport;
  private volatile BiPredicate<NodeId, Message> losing = NONE;

  Wire(Transport transport) {
    this.transport = transport;
  }

  /** Loses, from now on, the messages for which this is true, by receiver and content. */
  void lose(BiPredicate<NodeId, Message> losing) {
    this.losing = losing;
  }

  /** Loses everything: the node is dead to the others, and says no farewell. */
  void cut() {
    losing = ALL;
  }

  void mend() {
    losing = NONE;
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException {
    transport.start(self, members, peers, receiver);
  }

  @Override
  public void send(NodeId to, Message message) {
    if (!losing.test(to, message)) {
      transport.send(to, message);
    }
  }

  @Override
  public void flush() {
    transport.flush();
  }

  @Override
  public void resume() {
    transport.resume();
  }

  @Override
  public void close() {
    transport.close();
  }
}
