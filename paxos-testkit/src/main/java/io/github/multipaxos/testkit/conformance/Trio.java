package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Members;
import java.util.ArrayList;
import java.util.List;

/** Three nodes that can talk to each other. */
record Trio(List<PeerProbe> peers) implements AutoCloseable {

  static Trio start(TransportBench bench) throws Exception {
    Members members = bench.newMembers(3);
    Trio trio = new Trio(new ArrayList<>());
    try {
      for (int id = 1; id <= 3; id++) {
        trio.peers.add(PeerProbe.start(bench, members, id));
      }
    } catch (Exception | Error e) {
      trio.close();
      throw e;
    }
    return trio;
  }

  PeerProbe peer(int id) {
    return peers.get(id - 1);
  }

  /** Each tells each other one's id, in a message that names itself as the sender. */
  void everyoneTalksToEveryone() throws InterruptedException {
    for (PeerProbe sender : peers) {
      for (PeerProbe receiver : peers) {
        if (sender != receiver) {
          tellId(sender, receiver);
        }
      }
    }
  }

  private static void tellId(PeerProbe sender, PeerProbe receiver) throws InterruptedException {
    Message message = SampleMessages.numbered(sender.id(), receiver.id().value());
    receiver.await(
        () -> sender.say(receiver.id(), message),
        () -> receiver.received().stream().anyMatch(each -> each.message().equals(message)),
        "node " + receiver.id() + " hears from node " + sender.id());
  }

  @Override
  public void close() {
    peers.forEach(PeerProbe::close);
  }
}
