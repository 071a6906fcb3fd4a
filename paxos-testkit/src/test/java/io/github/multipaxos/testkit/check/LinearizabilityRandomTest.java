package io.github.multipaxos.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the checker says of many histories whose verdict is known otherwise. */
class LinearizabilityRandomTest {

  private static final KeyValue MODEL = new KeyValue();
  private static final Linearizability<Optional<String>, Input, Output> CHECKER =
      Linearizability.of(MODEL)
          .within(new Budget(Duration.ofMinutes(1), Long.MAX_VALUE, 200L << 20));

  @Test
  void agreesWithBruteForceOnHistoriesOfUpToSevenOperations() {
    int legal = 0;
    int illegal = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      List<Operation<Input, Output>> history = spoilt(seed);

      boolean expected = new BruteForce<>(MODEL, history).isLinearizable();
      Verdict<Input, Output> verdict = CHECKER.check(history);

      assertThat(verdict.isLegal()).as("seed %d: %s", seed, history).isEqualTo(expected);
      legal += expected ? 1 : 0;
      illegal += expected ? 0 : 1;
    }
    assertThat(legal).as("legal histories").isGreaterThan(4_000);
    assertThat(illegal).as("illegal histories").isGreaterThan(4_000);
  }

  @Test
  void namesAPrefixThatBruteForceFindsLegalAndCannotContinue() {
    int checked = 0;
    for (long seed = 0; seed < 5_000; seed++) {
      List<Operation<Input, Output>> history = spoilt(seed);
      if (CHECKER.check(history) instanceof Verdict.Illegal<Input, Output> illegal) {
        checked++;
        Operation<Input, Output> stuck = illegal.stuck();

        BruteForce<Optional<String>, Input, Output> search = new BruteForce<>(MODEL, history);
        assertThat(search.isLinearizableThrough(stuck.returnedNanos() - 1))
            .as("seed %d, before %s of %s", seed, stuck, history)
            .isTrue();
        assertThat(search.isLinearizableThrough(stuck.returnedNanos()))
            .as("seed %d, with %s of %s", seed, stuck, history)
            .isFalse();
        assertThat(replay(illegal.prefix())).isEqualTo(illegal.state());
      }
    }
    assertThat(checked).isGreaterThan(1_000);
  }

  private static Optional<String> replay(List<Operation<Input, Output>> prefix) {
    Optional<String> state = MODEL.initial();
    for (Operation<Input, Output> each : prefix) {
      state = MODEL.after(state, each.input(), each.output());
    }
    return state;
  }

  /** A history of one to seven operations on one key, half of them with some outputs made up. */
  private static List<Operation<Input, Output>> spoilt(long seed) {
    RandomHistory maker = new RandomHistory(seed, 1, 0.15, 3);
    List<Operation<Input, Output>> history = maker.make(1 + maker.random().nextInt(7));
    if (maker.random().nextInt(4) > 0) {
      for (int i = 0; i < history.size(); i++) {
        Operation<Input, Output> each = history.get(i);
        if (each.isKnown() && maker.random().nextInt(3) == 0) {
          history.set(i, answered(each, maker.anyOutput(each.input())));
        }
      }
    }
    return history;
  }

  private static Operation<Input, Output> answered(
      Operation<Input, Output> operation, Output output) {
    return new Operation<>(
        operation.process(),
        operation.input(),
        output,
        operation.invokedNanos(),
        operation.returnedNanos());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void passesHistoriesMadeFromASequentialRun(int keys) {
    for (long seed = 0; seed < 300; seed++) {
      RandomHistory maker = new RandomHistory(seed, keys, 0.01, 4);
      List<Operation<Input, Output>> history = maker.make(200);
      Collections.shuffle(history, maker.random());

      assertThat(CHECKER.check(history).isLegal()).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void passesALongHistoryInTime() {
    List<Operation<Input, Output>> history = new RandomHistory(1, 10, 0.0005, 4).make(100_000);

    CHECKER.check(history).requireLegal();
  }

  @Test
  void noticesALostWrite() {
    for (long seed = 0; seed < 300; seed++) {
      List<Operation<Input, Output>> history = writesWithReads(seed);
      int lost = 2 * new Random(seed).nextInt(history.size() / 2);
      Operation<Input, Output> read = history.get(lost + 1);
      history.set(lost + 1, answered(read, before(history, lost)));

      assertNoticed(seed, history, read);
    }
  }

  @Test
  void noticesAStaleRead() {
    for (long seed = 0; seed < 300; seed++) {
      List<Operation<Input, Output>> history = writesWithReads(seed);
      int writes = history.size() / 2;
      Random random = new Random(seed);
      int late = 1 + random.nextInt(writes - 1);
      int early = random.nextInt(late);
      Operation<Input, Output> read = history.get(2 * late + 1);
      history.set(2 * late + 1, answered(read, history.get(2 * early + 1).output()));

      assertNoticed(seed, history, read);
    }
  }

  @Test
  void noticesTwoAnswersSwapped() {
    for (long seed = 0; seed < 300; seed++) {
      List<Operation<Input, Output>> history = writesWithReads(seed);
      int writes = history.size() / 2;
      int one = 2 * new Random(seed).nextInt(writes - 1) + 1;
      Operation<Input, Output> first = history.get(one);
      Operation<Input, Output> second = history.get(one + 2);
      history.set(one, answered(first, second.output()));
      history.set(one + 2, answered(second, first.output()));

      assertNoticed(seed, history, first);
    }
  }

  private static void assertNoticed(
      long seed, List<Operation<Input, Output>> history, Operation<Input, Output> changed) {
    Collections.shuffle(history, new Random(seed));
    Verdict<Input, Output> verdict = CHECKER.check(history);
    assertThat(verdict).as("seed %d", seed).isInstanceOf(Verdict.Illegal.class);
    assertThat(((Verdict.Illegal<Input, Output>) verdict).stuck().invokedNanos())
        .as("seed %d: the operation named is at the change or behind it", seed)
        .isGreaterThanOrEqualTo(changed.invokedNanos() - 10 * RandomHistory.MOMENT_NANOS);
  }

  /** What was found before the write at {@code position}. */
  private static Output before(List<Operation<Input, Output>> history, int position) {
    return position == 0 ? new Found(Optional.empty()) : history.get(position - 1).output();
  }

  /** Writes of distinct values, each followed by a read of it, among other reads that overlap. */
  private static List<Operation<Input, Output>> writesWithReads(long seed) {
    Random random = new Random(seed);
    List<Operation<Input, Output>> history = new ArrayList<>();
    long nanos = 1_000;
    for (int i = 0; i < 40; i++) {
      Output found = new Found(Optional.of("v" + i));
      history.add(
          new Operation<>(1, new Write("x", "v" + i), new KeyValue.Done(), nanos, nanos + 100));
      history.add(new Operation<>(2, new Read("x"), found, nanos + 200, nanos + 300));
      nanos += 400 + random.nextInt(5_000);
    }
    return history;
  }
}
