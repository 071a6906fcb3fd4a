package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.List;

/** Says who shall lead. */
final class ElectionDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive("campaign N", ElectionDirectives::campaign),
          new Directive("elect N [brief]", ElectionDirectives::elect),
          new Directive("handover N [to M]", ElectionDirectives::handOver));

  private ElectionDirectives() {}

  private static void campaign(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    Campaign.campaign(stage.cluster(), node);
  }

  private static void elect(Stage stage, Words words) {
    if (words.take("brief")) {
      stage.transcript().detail(Transcript.Detail.BRIEF);
    }
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    Campaign.elect(stage.cluster(), node);
  }

  private static void handOver(Stage stage, Words words) {
    NodeId target = words.takeAfter("to").map(Words::node).orElse(NodeId.NOBODY);
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    node.step(List.of(new Event.HandOver(target)));
  }
}
