package io.github.multipaxos.testkit.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.record.LogRecord;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code -Dexplore.states} sets how many states the large scopes are followed for. */
@Timeout(900)
class ExplorerTest {

  private static final int STATES = Integer.getInteger("explore.states", 1_600_000);

  private static Exploration explore(Scope scope) {
    Exploration explored = Explorer.explore(scope);
    System.out.printf(
        "%s: %,d states, %,d transitions, depth %d, %,d states of nodes, %,d states a second%n",
        scope,
        explored.states(),
        explored.transitions(),
        explored.depth(),
        explored.nodeStates(),
        explored.statesPerSecond());
    return explored;
  }

  @Test
  void findsNothingInAllThereIsToOneElection() {
    Exploration explored = explore(new Scope(3, 1, 0, 0, false, STATES));

    assertThat(explored.violation()).isEmpty();
    assertThat(explored.isExhausted()).isTrue();
    assertThat(explored.states()).isGreaterThan(4_000);
  }

  @Test
  void findsNothingInAllThereIsToTwoCampaignsOfTwoNodes() {
    Exploration explored = explore(new Scope(2, 2, 0, 0, false, STATES));

    assertThat(explored.violation()).isEmpty();
    assertThat(explored.isExhausted()).isTrue();
  }

  @Test
  void findsNothingWhereTwoLeadersProposeAndNobodyCrashes() {
    assertThat(explore(new Scope(3, 2, 1, 0, false, STATES)).violation()).isEmpty();
  }

  @Test
  void findsNothingWhereANodeCrashesBeforeASync() {
    assertThat(explore(new Scope(3, 2, 2, 1, true, STATES)).violation()).isEmpty();
  }

  @Test
  void visitsTheSameStatesAgain() {
    Scope scope = new Scope(3, 2, 1, 0, false, 20_000);

    Exploration first = Explorer.explore(scope);
    Exploration second = Explorer.explore(scope);

    assertThat(second.states()).isEqualTo(first.states());
    assertThat(second.transitions()).isEqualTo(first.transitions());
    assertThat(second.nodeStates()).isEqualTo(first.nodeStates());
  }

  // What it must find

  private static Exploration.Violation find(Scope scope, Tampering tampering) {
    Exploration explored = Explorer.explore(scope, tampering);
    assertThat(explored.violation()).isPresent();
    return explored.violation().get();
  }

  @Test
  void findsAPromiseForgottenInACrash() {
    Tampering forgetful =
        Tampering.NONE.remembering(record -> !(record instanceof LogRecord.Promised));

    Exploration.Violation violation = find(new Scope(3, 2, 0, 1, false, 2_000_000), forgetful);

    assertThat(violation.sentence()).contains("promises");
    assertThat(violation.path()).anyMatch(line -> line.startsWith("crash "));
  }

  @Test
  void findsVowsThatDoNotWaitForTheDisk() {
    Exploration.Violation violation =
        find(new Scope(3, 1, 0, 0, true, 100_000), Tampering.NONE.notWaiting());

    assertThat(violation.sentence()).contains("before it is durable");
  }

  @Test
  void findsPromisesWithoutVotes() {
    Tampering silent =
        Tampering.NONE.saying(
            message ->
                message instanceof Promise promise
                    ? new Promise(
                        promise.ballot(),
                        promise.firstSlot(),
                        promise.throughSlot(),
                        promise.chosenThrough(),
                        promise.firstRetained(),
                        new TreeMap<>())
                    : message);

    Exploration.Violation violation = find(new Scope(3, 2, 1, 0, false, 2_000_000), silent);

    assertThat(violation.sentence()).contains("chosen");
    assertThat(violation.path()).anyMatch(line -> line.contains("campaign"));
  }

  @Test
  void findsADecreeThatChangesOnTheWay() {
    Tampering forged = Tampering.NONE.saying(ExplorerTest::withoutCommand);

    Exploration.Violation violation = find(new Scope(3, 1, 1, 0, false, 500_000), forged);

    assertThat(violation.sentence()).contains("two decrees");
  }

  private static Message withoutCommand(Message message) {
    return message instanceof Accept accept
        ? new Accept(accept.ballot(), accept.slot(), Noop.INSTANCE, accept.chosenThrough())
        : message;
  }
}
