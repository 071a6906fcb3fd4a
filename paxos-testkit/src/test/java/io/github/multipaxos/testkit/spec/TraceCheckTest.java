package io.github.multipaxos.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs of real replicas are behaviours of the specification; runs that were tampered with are not.
 */
@Tag("spec")
class TraceCheckTest {

  private static final int EVENTS = 300;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"3, 1", "3, 2", "3, 3", "5, 4"})
  void whatReplicasDoIsABehaviourOfTheSpecification(int size, long seed) throws IOException {
    List<String> run = run(size, seed);

    Tlc.Result result = check(run);

    SpecTable.trace(size + " nodes, seed " + seed, result, run.size() - 1);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).isEqualTo(run.size() - 1);
  }

  /** Rules D5, D6, A8 and L11. Of five nodes two may lose records, of three one. */
  @ParameterizedTest
  @CsvSource({"3, 33, 1", "3, 38, 1", "5, 26, 2", "5, 27, 2"})
  void soIsWhatReplicasDoThatHaveLostRecords(int size, long seed, int rotting) throws IOException {
    List<String> run = rottingRun(size, seed, rotting);
    assertThat(run).anyMatch(it -> it.contains("promises") && !it.contains("\"faulty\":0"));

    Tlc.Result result = check(run);

    SpecTable.trace(size + " nodes, " + rotting + " rot, seed " + seed, result, run.size() - 1);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).isEqualTo(run.size() - 1);
  }

  /** Event 0 is not numbered by TLC: it names the nodes, so line and event number are the same. */
  @ParameterizedTest
  @CsvSource({
    "a vote is for another decree, voted, decree",
    "a promise is of a lower ballot, promised, ballot",
    "another decree is handed out, handed, decree",
    "a durable record is another one, durable, slot",
    "a promise tells of fewer votes, promises, votes",
    "a decree is read back that is another one, gave, decree",
  })
  void aRunInWhichOneEventIsAnotherIsNot(String what, String event, String field)
      throws IOException {
    List<String> run = run(3, 1);
    int altered = Tampering.alter(run, event, field);

    Tlc.Result result = check(run);

    SpecTable.trace(what, result, run.size() - 1);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).as("the last event that could happen").isEqualTo(altered - 1);
  }

  /** Rule A8. */
  @Test
  void aRunInWhichAPromiseHidesThatVotesAreLostIsNot() throws IOException {
    List<String> run = rottingRun(5, 37, 2);
    int altered = Tampering.alter(run, "promises", "faulty");

    Tlc.Result result = check(run);

    SpecTable.trace("a promise hides that votes are lost", result, run.size() - 1);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).as("the last event that could happen").isEqualTo(altered - 1);
  }

  /** A leader may propose what it likes; that it was something else is seen in its own vote. */
  @Test
  void aRunInWhichAnotherDecreeIsProposedIsNot() throws IOException {
    List<String> run = run(3, 1);
    int altered = Tampering.alter(run, "proposed", "decree");

    Tlc.Result result = check(run);

    SpecTable.trace("another decree is proposed", result, run.size() - 1);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).isBetween(altered, run.size() - 2);
  }

  /** A vote that left no trace is missed when it is said to be durable, or counted. */
  @ParameterizedTest
  @CsvSource({"voted", "durable", "promised", "learnt"})
  void aRunInWhichOneEventIsLeftOutIsNot(String event) throws IOException {
    List<String> run = run(3, 1);
    int dropped = Tampering.drop(run, event);

    Tlc.Result result = check(run);

    SpecTable.trace("an event is left out: " + event, result, run.size() - 1);
    assertThat(result.isExhausted()).as(result.output()).isTrue();
    assertThat(result.reached()).isBetween(dropped - 1, run.size() - 2);
  }

  private static List<String> rottingRun(int size, long seed, int rotting) {
    Set<NodeId> mayRot = new TreeSet<>();
    for (int id = 1; id <= rotting; id++) {
      mayRot.add(NodeId.of(id));
    }
    StringBuilder lines = new StringBuilder();
    new TracedCluster(size, seed, mayRot, lines, EVENTS).run(100_000);
    return new ArrayList<>(lines.toString().lines().toList());
  }

  private static List<String> run(int size, long seed) {
    StringBuilder lines = new StringBuilder();
    new TracedCluster(size, seed, lines, EVENTS).run(100_000);
    return new ArrayList<>(lines.toString().lines().toList());
  }

  private Tlc.Result check(List<String> run) throws IOException {
    Path file = Files.write(folder.resolve("run.ndjson"), run);
    TraceModule.read(file).write(folder, "Run");
    return new Tlc().check(folder, "Run", "Run");
  }
}
