package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.scenario.StagedNetwork.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What becomes of messages. */
final class NetworkDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive("deliver " + Selection.USAGE + " [together]", NetworkDirectives::deliver),
          new Directive("drop " + Selection.USAGE, NetworkDirectives::drop),
          new Directive("duplicate " + Selection.USAGE, NetworkDirectives::duplicate),
          new Directive("hold " + Selection.USAGE, NetworkDirectives::hold),
          new Directive("release " + Selection.USAGE, NetworkDirectives::release),
          new Directive("cut A->B | A B | A,B C,D", NetworkDirectives::cut),
          new Directive("heal [A->B | A B | A,B C,D]", NetworkDirectives::heal));

  private NetworkDirectives() {}

  /** One after the other, as when each finds the node idle; or together, as when it was busy. */
  private static void deliver(Stage stage, Words words) {
    boolean isTogether = words.take("together");
    StagedCluster cluster = stage.cluster();
    List<Packet> packets = select(cluster, words, cluster.network().underway());
    if (isTogether && !packets.isEmpty()) {
      NodeId to = packets.get(0).to();
      if (packets.stream().anyMatch(packet -> !packet.to().equals(to))) {
        throw new UsageException("only what goes to one node can be delivered together");
      }
      cluster.deliver(packets, cluster.nodeUp(to));
    } else {
      packets.forEach(packet -> cluster.deliver(List.of(packet), cluster.nodeUp(packet.to())));
    }
  }

  private static void drop(Stage stage, Words words) {
    StagedNetwork network = stage.cluster().network();
    each(stage, words, network.underway(), "lost", network::remove);
  }

  private static void duplicate(Stage stage, Words words) {
    StagedNetwork network = stage.cluster().network();
    each(stage, words, network.underway(), "twice", network::duplicate);
  }

  private static void hold(Stage stage, Words words) {
    StagedNetwork network = stage.cluster().network();
    each(stage, words, network.underway(), "held", network::hold);
  }

  private static void release(Stage stage, Words words) {
    StagedCluster cluster = stage.cluster();
    each(
        stage,
        words,
        cluster.network().held(),
        "released",
        packet -> {
          cluster.nodeUp(packet.to());
          cluster.network().release(packet);
        });
  }

  private static void each(
      Stage stage, Words words, List<Packet> among, String fate, Consumer<Packet> action) {
    for (Packet packet : select(stage.cluster(), words, among)) {
      action.accept(packet);
      stage.cluster().show(packet, fate);
    }
  }

  /** A selection of nothing is a mistake in the scenario. */
  private static List<Packet> select(StagedCluster cluster, Words words, List<Packet> among) {
    Selection selection = new Selection(words);
    selection.to().ifPresent(cluster::node);
    List<Packet> selected = selection.of(among, cluster.wording());
    if (selected.isEmpty()) {
      throw new UsageException("there is no such message; `show network` tells which there are");
    }
    return selected;
  }

  private static void cut(Stage stage, Words words) {
    links(stage.cluster(), words).forEach(stage.cluster().network()::cut);
  }

  private static void heal(Stage stage, Words words) {
    if (words.isEmpty()) {
      stage.cluster().network().healAll();
    } else {
      links(stage.cluster(), words).forEach(stage.cluster().network()::heal);
    }
  }

  /** Reads one direction, {@code 1->2,3}, or both, {@code 1 2,3}. */
  private static List<Link> links(StagedCluster cluster, Words words) {
    String first = words.next("a link");
    String[] ends = first.split("->", 2);
    boolean isOneWay = ends.length == 2;
    Set<NodeId> left = Words.nodes(ends[0]);
    Set<NodeId> right = Words.nodes(isOneWay ? ends[1] : words.next("the other end"));
    words.end();
    List<Link> links = new ArrayList<>();
    for (NodeId from : left) {
      for (NodeId to : right) {
        links.add(new Link(cluster.node(from).id(), cluster.node(to).id()));
        if (!isOneWay) {
          links.add(new Link(to, from));
        }
      }
    }
    return links;
  }
}
