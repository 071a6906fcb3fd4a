package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a node campaign at a moment of the scenario's choosing, with nothing but what may reach any
 * replica: its clock ticks until it canvasses, and then it is told that everybody would promise. A
 * canvass promises nothing, so a lie about it can disturb a cluster but never its agreement; and it
 * might have been no lie a moment ago.
 */
final class Campaign {

  /** Longer than the longest back-off, in election timeouts. */
  private static final int PATIENCE = 20;

  private Campaign() {}

  /** Lets the node campaign, and the cluster settle. It must lead in the end. */
  static void elect(StagedCluster cluster, StagedNode node) {
    campaign(cluster, node);
    cluster.settle();
    for (int tick = 0; tick < cluster.settings().electionTicks() && !node.isLeading(); tick++) {
      node.pass(1); // it may have to fetch what it missed
      cluster.settle();
    }
    if (!node.isLeading()) {
      throw new UsageException(
          "node " + node.id() + " does not lead after all; `campaign` and `settle` show why");
    }
  }

  /** Lets the node campaign. Its canvasses are neither shown nor sent. */
  static void campaign(StagedCluster cluster, StagedNode node) {
    if (node.isLeading()) {
      throw new UsageException("node " + node.id() + " leads already");
    }
    Ballot before = node.replica().promised();
    int patience = PATIENCE * cluster.settings().electionTicks();
    for (int ticks = 0; ticks < patience; ticks++) {
      List<Message> unsent =
          node.step(List.of(node.passing(1)), message -> !(message instanceof Canvass));
      if (!unsent.isEmpty()) {
        node.step(support((Canvass) unsent.get(0), cluster, node));
      }
      if (isOwn(node.replica().promised(), before, node.id())) {
        return;
      }
    }
    throw new UsageException("node " + node.id() + " does not campaign");
  }

  private static boolean isOwn(Ballot promised, Ballot before, NodeId node) {
    return promised.isAbove(before) && promised.node().equals(node);
  }

  private static List<Event> support(Canvass canvass, StagedCluster cluster, StagedNode node) {
    List<Event> answers = new ArrayList<>();
    for (StagedNode other : cluster.nodes()) {
      if (other != node) {
        Message yes = new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE);
        answers.add(new Event.Received(other.id(), yes));
      }
    }
    return answers;
  }
}
