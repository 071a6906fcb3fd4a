package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What clients do. */
final class ClientDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive(
              "propose N x=red [y=blue …] [within TICKS] [filled BYTES]",
              ClientDirectives::propose),
          new Directive("read N [lease] [stale TICKS] [within TICKS]", ClientDirectives::read),
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
    Optional<Long> staleTicks = words.takeAfter("stale").map(Words::number);
    boolean isLeased = words.take("lease");
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    Event read =
        staleTicks.isPresent()
            ? node.clients().readStale(staleTicks.get(), within)
            : isLeased ? node.clients().readLeased(within) : node.clients().read(within);
    node.step(List.of(read));
  }

  private static void close(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    node.step(List.of(new Event.Closing()));
  }
}
