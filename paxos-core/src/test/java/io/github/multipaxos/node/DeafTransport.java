package io.github.multipaxos.node;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given to send, and never hears anything. */
final class DeafTransport implements Transport {

  private final List<Envelope<Message>> sent = new ArrayList<>();

  List<Envelope<Message>> sent() {
    return sent;
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver) {}

  @Override
  public void send(NodeId to, Message message) {
    sent.add(new Envelope<>(to, message));
  }

  @Override
  public void flush() {}

  @Override
  public void resume() {}

  @Override
  public void close() {}
}
