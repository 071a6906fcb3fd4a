package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;

/** What clients do. */
final class ClientDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive(
              "propose N x=red [y=blue …] [within TICKS] [filled BYTES]",
              ClientDirectives::propose),
          new Directive("read N [within TICKS]", ClientDirectives::read),
          new Directive("close N", ClientDirectives::close));

  /** How long clients wait if the scenario does not say. */
  private static final long PATIENCE_TICKS = 1000;

  private ClientDirectives() {}

  private static void propose(Stage stage, Words words) {
    long within = words.takeAfter("within").map(Words::number).orElse(PATIENCE_TICKS);
    long bytes = words.takeAfter("filled").map(Words::number).orElse(0L);
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    List<Event> proposals = new ArrayList<>();
    proposals.add(node.clients().propose(words.next("a command"), bytes, within));
    for (String command : words.rest()) {
      proposals.add(node.clients().propose(command, bytes, within));
    }
    node.step(proposals);
  }

  private static void read(Stage stage, Words words) {
    long within = words.takeAfter("within").map(Words::number).orElse(PATIENCE_TICKS);
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    node.step(List.of(node.clients().read(within)));
  }

  private static void close(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    node.step(List.of(new Event.Closing()));
  }
}
