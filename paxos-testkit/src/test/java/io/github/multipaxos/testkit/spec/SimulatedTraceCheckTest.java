package io.github.multipaxos.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.testkit.Stateless;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import io.github.multipaxos.testkit.simulation.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes do in simulated clusters is a behaviour of the specification. */
@Tag("spec")
class SimulatedTraceCheckTest {

  private static final int EVENTS = 300;

  @TempDir Path folder;

  /** Answers what it is asked. */
  private static final class Echo implements Stateless<Long, Long> {
    @Override
    public Long apply(Long command, Moment at) {
      return command;
    }
  }

  /** Hands on what the simulator sees. */
  private static final class Scribe implements Watch<Long, Long> {
    private final Trace trace;

    Scribe(int nodes, Appendable out) {
      SortedSet<NodeId> voters = new TreeSet<>();
      for (int id = 1; id <= nodes; id++) {
        voters.add(NodeId.of(id));
      }
      trace = new Trace(voters, out, EVENTS);
    }

    @Override
    public void steps(NodeId node, Effects effects) {
      trace.stepped(node, effects);
    }

    @Override
    public void isDurable(NodeId node, LogRecord record) {
      trace.durable(node, record);
    }

    @Override
    public void sends(NodeId from, NodeId to, Message message) {
      trace.sent(from, message);
    }

    @Override
    public void starts(NodeId node) {
      trace.restarted(node);
    }

    @Override
    public void finds(NodeId node, List<LogRecord> found) {
      trace.restarted(node, found);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 11", "3, 12", "3, 13", "3, 14", "3, 15", "3, 16", "5, 17", "5, 18"})
  void whatSimulatedNodesDoIsABehaviourOfTheSpecification(int nodes, long seed) throws IOException {
    StringBuilder lines = new StringBuilder();
    SeedLine line =
        SeedLine.of(seed)
            .withNodes(nodes)
            .withClients(1, Duration.ofMillis(1500))
            .withDuration(Duration.ofSeconds(30));
    Simulation.of(nodes, Echo::new)
        .commands(Codec.longs(), dice -> dice.between(1, 9))
        .like(line)
        .watch(new Scribe(nodes, lines))
        .run();
    Path file = Files.writeString(folder.resolve("run.ndjson"), lines);
    int events = (int) lines.toString().lines().count() - 1;

    TraceModule.read(file).write(folder, "Run");
    Tlc.Result result = new Tlc().check(folder, "Run", "Run");

    SpecTable.trace("simulated, " + nodes + " nodes, seed " + seed, result, events);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).isEqualTo(events);
  }
}
