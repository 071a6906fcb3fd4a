package io.github.multipaxos.testkit.scenario;

import java.util.List;

/** Lets time pass, for nodes and for the network. */
final class TimeDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive("tick N|all [TIMES]", TimeDirectives::tick),
          new Directive("pause N TICKS", TimeDirectives::pause),
          new Directive("settle [ticks=N] [brief]", TimeDirectives::settle));

  private TimeDirectives() {}

  private static void tick(Stage stage, Words words) {
    StagedCluster cluster = stage.cluster();
    String who = words.next("a node, or `all`,");
    int times = words.nextNumber(1);
    words.end();
    for (int i = 0; i < times; i++) {
      if (who.equals("all")) {
        tickAll(cluster);
      } else {
        cluster.nodeUp(Words.node(who)).pass(1);
      }
    }
  }

  private static void tickAll(StagedCluster cluster) {
    cluster.nodes().stream().filter(StagedNode::isUp).forEach(node -> node.pass(1));
  }

  /** The process does not run for a while, and then learns how late it is. */
  private static void pause(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    long ticks = Words.number(words.next("the number of ticks"));
    words.end();
    node.pass(ticks);
  }

  /**
   * Everything arrives; and then, so many times, everybody's clock ticks and everything arrives.
   */
  private static void settle(Stage stage, Words words) {
    long ticks = words.option("ticks", 0);
    if (words.take("brief")) {
      stage.transcript().detail(Transcript.Detail.BRIEF);
    }
    words.end();
    stage.cluster().settle();
    for (long i = 0; i < ticks; i++) {
      tickAll(stage.cluster());
      stage.cluster().settle();
    }
  }
}
