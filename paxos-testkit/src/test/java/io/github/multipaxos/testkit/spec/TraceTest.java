package io.github.multipaxos.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {

  @TempDir Path folder;

  @Test
  void isTheSameForTheSameSeed() {
    String first = run(3, 1, 300);

    String second = run(3, 1, 300);

    assertThat(second).isEqualTo(first).isNotEqualTo(run(3, 2, 300));
  }

  @Test
  void holdsEveryKindOfEventThatARunHas() {
    String run = run(5, 16, 500);

    Set<String> kinds =
        run.lines()
            .map(line -> TraceLine.parse(line).orElseThrow().event())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(kinds)
        .contains("cluster", "promised", "voted", "learnt", "durable", "promises", "leads")
        .contains("proposed", "handed", "said", "gave", "restarted");
  }

  @Test
  void endsWhenItIsFull() {
    String run = run(3, 1, 20);

    assertThat(run.lines()).hasSize(21); // the first names the nodes
  }

  @Test
  void tellsOfARestartOnceAndAfterWhatWasFound() {
    StringBuilder lines = new StringBuilder();
    NodeId node = NodeId.of(1);
    Trace trace = new Trace(new TreeSet<>(List.of(node, NodeId.of(2))), lines, 10);

    trace.restarted(node);
    trace.durable(node, new LogRecord.Promised(new Ballot(1, NodeId.of(2))));
    trace.durable(node, new LogRecord.ChosenThrough(7));
    trace.sent(node, new Message.Nack(Ballot.NONE, Ballot.NONE));
    trace.sent(node, new Message.Nack(Ballot.NONE, Ballot.NONE));

    assertThat(lines.toString().lines())
        .containsExactly(
            "{\"event\":\"cluster\",\"nodes\":[\"1\",\"2\"]}",
            "{\"event\":\"durable\",\"node\":1,\"record\":\"promised\",\"ballot\":\"1.2\"}",
            "{\"event\":\"restarted\",\"node\":1,\"slot\":7,\"lost\":[],\"kept\":[]}");
  }

  @Test
  void needsAClusterAndItsNodes() {
    TreeSet<NodeId> one = new TreeSet<>(List.of(NodeId.of(1)));
    Trace trace =
        new Trace(new TreeSet<>(List.of(NodeId.of(1), NodeId.of(2))), new StringBuilder(), 10);

    assertThatThrownBy(() -> new Trace(one, new StringBuilder(), 10))
        .hasMessage("a trace needs a cluster of at least two nodes, was given [1]");
    assertThatThrownBy(() -> trace.restarted(NodeId.of(3)))
        .hasMessage("node 3 does something but is not among the traced [1, 2]");
  }

  @Test
  void linesSurviveTheWayThereAndBack() {
    List<String> lines = run(3, 1, 300).lines().toList();

    List<String> again =
        lines.stream().map(line -> TraceLine.parse(line).orElseThrow().toString()).toList();

    assertThat(again).isEqualTo(lines);
  }

  @Test
  void becomesAModule() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("run.ndjson"),
            """
            {"event":"cluster","nodes":["1","2","3"]}
            {"event":"promised","node":2,"ballot":"3.1"}
            {"event":"durable","node":2,"record":"voted","slot":4,"ballot":"7.2","decree":"d1"}
            {"event":"leads","node":1,"slot":3,"ballot":"3.1","decrees":["d1","noop"]}
            """);

    TraceModule.read(file).write(folder, "Run");

    assertThat(folder.resolve("Run.tla"))
        .hasContent(
            """
            ---- MODULE Run ----
            EXTENDS MultiPaxosTrace
            RunEvents == <<
              [event |-> "promised", node |-> 2, ballot |-> 1],
              [event |-> "durable", node |-> 2, record |-> [kind |-> "voted", slot |-> 4, \
            ballot |-> 2, decree |-> "d1"]],
              [event |-> "leads", node |-> 1, slot |-> 3, ballot |-> 1, \
            decrees |-> <<"d1", "noop">>] >>
            RunOwner == <<1, 2>>
            ====
            """);
    assertThat(folder.resolve("Run.cfg"))
        .content()
        .contains("Nodes = {1, 2, 3}", "MaxSlot = 4", "Commands = {\"d1\"}", "MaxCrashes = 0");
  }

  @Test
  void namesTheLineThatIsNotAnEvent() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("run.ndjson"),
            """
            {"event":"cluster","nodes":["1","2","3"]}
            {"event":"promised","node":2,"ballot":"three"}
            """);

    assertThatThrownBy(() -> TraceModule.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + ":2: a ballot is \"round.node\", was \"three\"; see docs/spec/README.md");
    Files.writeString(file, "hello\n");
    assertThatThrownBy(() -> TraceModule.read(file))
        .hasMessageContaining(":1: not an event: hello");
    Files.writeString(file, "");
    assertThatThrownBy(() -> TraceModule.read(file)).hasMessageContaining("no event \"cluster\"");
  }

  private static String run(int size, long seed, long maxEvents) {
    StringBuilder lines = new StringBuilder();
    new TracedCluster(size, seed, lines, maxEvents).run(200_000);
    return lines.toString();
  }
}
