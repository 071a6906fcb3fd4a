package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Does what another transport does, but for what a broken one overrides. */
class ForwardingTransport implements Transport, Transport.Receiver {

  final Transport transport;
  final Set<NodeId> connected = ConcurrentHashMap.newKeySet();
  private Identity self;
  private Members members;
  private Receiver receiver;

  ForwardingTransport(Transport transport) {
    this.transport = transport;
  }

  Identity self() {
    return Objects.requireNonNull(self);
  }

  Members members() {
    return Objects.requireNonNull(members);
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException {
    this.self = self;
    this.members = members;
    this.receiver = receiver;
    transport.start(self, members, peers, this);
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
  }

  @Override
  public boolean receive(NodeId from, Message message) {
    return Objects.requireNonNull(receiver).receive(from, message);
  }

  @Override
  public void connected(NodeId peer) {
    connected.add(peer);
    Objects.requireNonNull(receiver).connected(peer);
  }

  @Override
  public void vouched(NodeId peer) {
    Objects.requireNonNull(receiver).vouched(peer);
  }

  @Override
  public void disowned(NodeId peer, String sentence) {
    Objects.requireNonNull(receiver).disowned(peer, sentence);
  }

  @Override
  public void disconnected(NodeId peer, String reason) {
    connected.remove(peer);
    Objects.requireNonNull(receiver).disconnected(peer, reason);
  }
}
