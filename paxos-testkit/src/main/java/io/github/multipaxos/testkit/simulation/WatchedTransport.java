package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;

/** A transport that compares what is said with what is on the disks. */
final class WatchedTransport implements Transport {

  private final NodeId node;
  private final Transport transport;
  private final DurableMemory memory;
  private final World<?, ?> world;
  private final Runnable wake;

  /**
   * Watches a transport.
   *
   * @param wake is called when something was received
   */
  WatchedTransport(
      NodeId node, Transport transport, DurableMemory memory, World<?, ?> world, Runnable wake) {
    this.node = node;
    this.transport = transport;
    this.memory = memory;
    this.world = world;
    this.wake = wake;
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException {
    transport.start(
        self,
        members,
        peers,
        new Receiver() {
          @Override
          public boolean receive(NodeId from, Message message) {
            boolean hasRoom = receiver.receive(from, message);
            wake.run();
            return hasRoom;
          }

          @Override
          public void connected(NodeId peer) {
            receiver.connected(peer);
          }

          @Override
          public void disconnected(NodeId peer, String reason) {
            receiver.disconnected(peer, reason);
          }

          @Override
          public void vouched(NodeId peer) {
            receiver.vouched(peer);
          }

          @Override
          public void disowned(NodeId peer, String sentence) {
            receiver.disowned(peer, sentence);
            wake.run();
          }
        });
  }

  @Override
  public void send(NodeId to, Message message) {
    world.guard(() -> check(message));
    world.trace().add(node, to, message);
    world.watch().sends(node, to, message);
    transport.send(to, message);
  }

  private void check(Message message) {
    world.suffrages().requireMaySay(node, message);
    memory.requireDurable(message);
    if (message instanceof Accept accept) {
      world.global().onAccept(node, accept.ballot(), accept.slot(), accept.decree());
      requireChosenThrough(accept.chosenThrough());
    } else if (message instanceof Message.Chosen chosen) {
      requireChosenThrough(chosen.through());
    } else if (message instanceof Heartbeat heartbeat) {
      requireChosenThrough(heartbeat.chosenThrough());
    } else if (message instanceof Decrees decrees) {
      long slot = decrees.firstSlot();
      for (Decree decree : decrees.decrees()) {
        world.global().requireChosen(node, slot++, decree);
      }
      requireChosenThrough(decrees.chosenThrough());
    }
  }

  /** Invariant I7. */
  private void requireChosenThrough(long slot) {
    SimulationFailure.require(
        slot <= world.global().chosenThrough(),
        "I7",
        "node %s says that slots up to %s are chosen, but only those up to %s are",
        node,
        slot,
        world.global().chosenThrough());
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
