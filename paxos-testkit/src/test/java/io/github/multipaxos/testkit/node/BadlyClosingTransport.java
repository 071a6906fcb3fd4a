package io.github.multipaxos.testkit.node;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;

/** Closes, and throws. */
record BadlyClosingTransport(Transport transport) implements Transport {

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException {
    transport.start(self, members, peers, receiver);
  }

  @Override
  public void send(NodeId to, Message message) {
    transport.send(to, message);
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
    throw new IllegalStateException("the transport cannot be closed");
  }
}
