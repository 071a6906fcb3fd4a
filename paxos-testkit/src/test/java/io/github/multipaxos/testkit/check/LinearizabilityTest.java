package io.github.multipaxos.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.KeyValue.Done;
import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {

  private static final Linearizability<Optional<String>, Input, Output> CHECKER =
      Linearizability.of(new KeyValue());

  private final List<Operation<Input, Output>> history = new ArrayList<>();

  @Test
  void findsAnEmptyHistoryLegal() {
    assertThat(CHECKER.check(history).isLegal()).isTrue();
  }

  @Test
  void findsAReadOfWhatWasNotWrittenIllegal() {
    read("x", "1", 10, 20);

    assertThat(CHECKER.check(history)).isInstanceOf(Verdict.Illegal.class);
  }

  @Test
  void letsConcurrentOperationsTakeEffectInEitherOrder() {
    write("x", "1", 0, 100);
    read("x", null, 10, 20);
    read("x", "1", 30, 40);

    assertThat(CHECKER.check(history).isLegal()).isTrue();
  }

  @Test
  void findsAReadThatGoesBackInTimeIllegal() {
    write("x", "1", 0, 100);
    read("x", "1", 10, 20);
    read("x", null, 30, 40);

    Verdict<Input, Output> verdict = CHECKER.check(history);

    assertThat(verdict).isInstanceOf(Verdict.Illegal.class);
    assertThat(((Verdict.Illegal<Input, Output>) verdict).stuck()).isEqualTo(history.get(2));
  }

  @Test
  void findsAStaleReadIllegal() {
    write("x", "1", 0, 10);
    write("x", "2", 20, 30);
    read("x", "1", 40, 50);

    Verdict<Input, Output> verdict = CHECKER.check(history);

    assertThat(verdict)
        .isEqualTo(
            new Verdict.Illegal<>("x", history.subList(0, 2), Optional.of("2"), history.get(2)));
    assertThat(verdict.toString())
        .contains("not linearizable in part x")
        .contains("the state is then Optional[2], and what cannot follow is")
        .endsWith("process 0: Read[key=x] -> Found[value=Optional[1]] at 40..50 ns");
  }

  @Test
  void countsOperationsThatTouchAsSimultaneous() {
    write("x", "1", 0, 10);
    read("x", null, 10, 20);

    assertThat(CHECKER.check(history).isLegal()).isTrue();
  }

  @Test
  void letsAnOperationOfUnknownOutcomeTakeEffectLate() {
    history.add(Operation.unknown(1, new Write("x", "1"), 0));
    read("x", null, 10, 20);
    write("x", "2", 30, 40);
    read("x", "1", 50, 60);

    assertThat(CHECKER.check(history).isLegal()).isTrue();
  }

  @Test
  void letsAnOperationOfUnknownOutcomeNeverTakeEffect() {
    history.add(Operation.unknown(1, new Write("x", "1"), 0));
    history.add(Operation.unknown(2, new KeyValue.Delete("x"), 0));
    read("x", null, 10, 20);

    assertThat(CHECKER.check(history).isLegal()).isTrue();
  }

  @Test
  void letsAnOperationOfUnknownOutcomeTakeEffectOnce() {
    history.add(Operation.unknown(1, new KeyValue.Increment("x", 1), 0));
    read("x", "1", 10, 20);
    read("x", "2", 30, 40);

    assertThat(CHECKER.check(history)).isInstanceOf(Verdict.Illegal.class);
  }

  @Test
  void doesNotLetAnOperationTakeEffectBeforeItIsInvoked() {
    read("x", "1", 10, 20);
    history.add(Operation.unknown(1, new Write("x", "1"), 30));

    assertThat(CHECKER.check(history)).isInstanceOf(Verdict.Illegal.class);
  }

  @Test
  void checksKeysApart() {
    write("x", "1", 0, 10);
    read("y", null, 20, 30);
    read("z", "1", 20, 30);

    Verdict<Input, Output> verdict = CHECKER.check(history);

    assertThat(((Verdict.Illegal<Input, Output>) verdict).part()).isEqualTo("z");
  }

  @Test
  void namesTheFarthestPointThatAnyOrderReaches() {
    write("x", "1", 0, 100);
    write("x", "2", 0, 100);
    read("x", "1", 110, 120);
    read("x", "1", 130, 140);
    read("x", "2", 150, 160);

    Verdict.Illegal<Input, Output> verdict =
        (Verdict.Illegal<Input, Output>) CHECKER.check(history);

    assertThat(verdict.prefix())
        .containsExactly(history.get(1), history.get(0), history.get(2), history.get(3));
    assertThat(verdict.stuck()).isEqualTo(history.get(4));
  }

  @Test
  void givesUpWhenItsStepsAreSpentAndSaysSo() {
    List<Operation<Input, Output>> hard = hardHistory();

    Verdict<Input, Output> verdict =
        CHECKER.within(new Budget(Duration.ofDays(1), 50_000, Long.MAX_VALUE)).check(hard);

    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    assertThat(verdict.isLegal()).isFalse();
    assertThatThrownBy(verdict::requireLegal)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("it took more than 50000 steps");
  }

  @Test
  void givesUpWhenItsTimeIsSpent() {
    Budget budget = new Budget(Duration.ofMillis(50), Long.MAX_VALUE, Long.MAX_VALUE);

    Verdict<Input, Output> verdict = CHECKER.within(budget).check(hardHistory());

    assertThat(verdict.toString()).contains("it took longer than PT0.05S");
  }

  @Test
  void givesUpWhenItsMemoryIsSpent() {
    Budget budget = new Budget(Duration.ofDays(1), Long.MAX_VALUE, 1 << 20);

    Verdict<Input, Output> verdict = CHECKER.within(budget).check(hardHistory());

    assertThat(verdict.toString()).contains("it remembered more than 1048576 bytes");
  }

  @Test
  void prefersAViolationToAnUncheckedPart() {
    history.addAll(hardHistory());
    read("other", "1", 10, 20);
    Budget budget = new Budget(Duration.ofDays(1), Long.MAX_VALUE, 1 << 20);

    Verdict<Input, Output> verdict = CHECKER.within(budget).check(history);

    assertThat(((Verdict.Illegal<Input, Output>) verdict).part()).isEqualTo("other");
  }

  @Test
  void doesNotForgetAnUncheckedPartOverALegalOne() {
    history.addAll(hardHistory());
    write("other", "1", 10, 20);
    Budget budget = new Budget(Duration.ofDays(1), Long.MAX_VALUE, 1 << 20);

    assertThat(CHECKER.within(budget).check(history)).isInstanceOf(Verdict.Unknown.class);
  }

  /** Distinct values appended at the same time, in an order that none explains: all are tried. */
  private static List<Operation<Input, Output>> hardHistory() {
    List<Operation<Input, Output>> hard = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Input append = new KeyValue.Append("hard", "v" + i + ",");
      hard.add(Operation.unknown(i, append, i));
    }
    hard.add(new Operation<>(99, new Read("hard"), new Found(Optional.of("none")), 100, 200));
    return hard;
  }

  private void write(String key, String value, long invokedNanos, long returnedNanos) {
    history.add(new Operation<>(0, new Write(key, value), new Done(), invokedNanos, returnedNanos));
  }

  private void read(String key, String value, long invokedNanos, long returnedNanos) {
    Output found = new Found(Optional.ofNullable(value));
    history.add(new Operation<>(0, new Read(key), found, invokedNanos, returnedNanos));
  }

  @Test
  void looksAtOperationsThatReturnAtTheFirstNanosecond() {
    Operation<Input, Output> read =
        new Operation<>(
            1,
            new Read("x"),
            new Found(Optional.of("nobody wrote this")),
            Long.MIN_VALUE,
            Long.MIN_VALUE);

    assertThat(Linearizability.of(new KeyValue()).check(List.of(read)).isLegal()).isFalse();
  }
}
