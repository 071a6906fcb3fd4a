package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may vote, as the disks have it: who has durably met whom, who was admitted, and whose disk
 * was replaced by another. Invariant I14: nobody else's word counts towards a quorum.
 */
final class Suffrages {

  private final int size;
  private final SortedSet<NodeId> vouchedFor = new TreeSet<>();
  private final SortedSet<NodeId> admitted = new TreeSet<>();
  private final SortedSet<NodeId> forgetful = new TreeSet<>();
  private final SortedMap<NodeId, SortedMap<NodeId, Long>> boots = new TreeMap<>();

  Suffrages(int size) {
    this.size = size;
  }

  /** The disk of {@code judge} holds this. */
  void onNoted(NodeId judge, Acquaintance met) {
    boots.computeIfAbsent(met.node(), node -> new TreeMap<>()).put(judge, met.boot());
  }

  /**
   * The node believes that every other has vouched for it, and is about to have its disk hold that.
   *
   * @param hasHandshakes whether there is a network on which nodes show each other who they are
   */
  void onVouchedFor(NodeId node, boolean hasHandshakes) {
    require(
        !hasHandshakes || isBootKnown(node, 1),
        "I14",
        "node %s takes itself for vouched for, and only %s have noted who it is",
        node,
        boots.get(node));
    vouchedFor.add(node);
  }

  /** The node's disk holds that every other has vouched for it. */
  void onAdmitted(NodeId node) {
    require(vouchedFor.contains(node), "I14", "node %s is admitted by nobody", node);
    admitted.add(node);
  }

  /** The disk of {@code node} lacks what it has promised from now on. */
  void onForgotten(NodeId node) {
    forgetful.add(node);
  }

  boolean hasForgotten(NodeId node) {
    return forgetful.contains(node);
  }

  /** Tells whether one more node may lose its disk: never so many that no quorum remembers. */
  boolean mayForgetMore() {
    return areAllAdmitted() && forgetful.size() < (size - 1) / 2;
  }

  boolean areAllAdmitted() {
    return size == 1 || admitted.size() == size;
  }

  /** Tells whether every other node durably remembers that boot of {@code node}, or a later one. */
  boolean isBootKnown(NodeId node, long boot) {
    SortedMap<NodeId, Long> known = boots.getOrDefault(node, new TreeMap<>());
    return known.size() == size - 1 && known.values().stream().allMatch(it -> it >= boot);
  }

  /** Invariant I14. The node says this. */
  void requireMaySay(NodeId node, Message message) {
    boolean counts =
        message instanceof Promise
            || message instanceof Accepted
            || message instanceof Prepare
            || message instanceof HeartbeatAck;
    require(
        !counts || mayVote(node),
        "I14",
        "node %s says %s, and %s",
        node,
        message,
        hasForgotten(node) ? "has forgotten what it promised" : "nobody has vouched for it");
  }

  private boolean mayVote(NodeId node) {
    return !hasForgotten(node) && (size == 1 || admitted.contains(node));
  }
}
