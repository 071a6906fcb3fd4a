package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Recovered;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Begins a cluster, and shows what is in it. */
final class ClusterDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive("cluster " + ClusterSettings.USAGE, ClusterDirectives::cluster),
          new Directive("show N|all|network", ClusterDirectives::show));

  private ClusterDirectives() {}

  private static void cluster(Stage stage, Words words) {
    Optional<NodeId> leader = words.option("leader").map(Words::node);
    ClusterSettings settings = ClusterSettings.of(words);
    words.end();
    StagedCluster cluster = stage.begin(settings);
    leader.ifPresent(id -> lead(cluster, cluster.node(id)));
  }

  /** The first leader's election is of no interest; what it led to is. */
  private static void lead(StagedCluster cluster, StagedNode leader) {
    cluster.transcript().detail(Transcript.Detail.SILENT);
    Campaign.elect(cluster, leader);
    cluster
        .transcript()
        .answer(
            String.format(
                "%-5s leads ballot=%s chosen=%s",
                leader.id(), leader.replica().leader(), leader.handedThrough()));
  }

  private static void show(Stage stage, Words words) {
    String what = words.next("a node, `all` or `network`");
    words.end();
    StagedCluster cluster = stage.cluster();
    switch (what) {
      case "network" -> showNetwork(cluster);
      case "all" -> cluster.nodes().forEach(node -> show(cluster, node));
      default -> show(cluster, cluster.node(Words.node(what)));
    }
  }

  private static void showNetwork(StagedCluster cluster) {
    cluster.network().underway().forEach(packet -> cluster.show(packet, ""));
    cluster.network().held().forEach(packet -> cluster.show(packet, "held"));
  }

  private static void show(StagedCluster cluster, StagedNode node) {
    Recovered memory = node.disk().rememberAll();
    String role =
        node.isUp()
            ? node.replica().standing().name().toLowerCase(Locale.ROOT)
                + " leader="
                + node.replica().leader()
                + " promised="
                + node.replica().promised()
            : "down promised=" + memory.promised();
    tell(cluster, node, role + " chosen=" + node.handedThrough());
    tell(cluster, node, ("chosen   " + decrees(node, node.handedThrough())).strip());
    memory
        .votes()
        .tailMap(node.handedThrough() + 1)
        .forEach(
            (slot, vote) -> tell(cluster, node, "vote     slot=" + slot + " " + Wording.of(vote)));
  }

  /** What a snapshot stands for is not told by the log, whatever is left there. */
  private static String decrees(StagedNode node, long throughSlot) {
    long firstSlot = node.disk().rememberAll().firstRetained();
    StringBuilder decrees = new StringBuilder();
    for (long slot = 1; slot <= throughSlot; slot++) {
      Decree decree = slot < firstSlot ? null : node.disk().decree(slot);
      decrees.append(slot).append('=');
      decrees.append(decree == null ? "?" : Wording.of(decree)).append(' ');
    }
    return decrees.toString();
  }

  private static void tell(StagedCluster cluster, StagedNode node, String sentence) {
    cluster.transcript().answer(String.format("%-5s %s", node.id(), sentence));
  }
}
