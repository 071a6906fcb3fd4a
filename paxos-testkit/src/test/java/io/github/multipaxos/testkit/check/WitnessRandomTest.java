package io.github.multipaxos.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the witness says of many histories whose verdict is known otherwise. */
class WitnessRandomTest {

  private static final KeyValue MODEL = new KeyValue();

  /** An operation, and how many commands lie before it in the log. */
  private record Placed(int place, boolean isRead, Operation<Input, Output> operation) {}

  private static boolean isRead(Operation<Input, Output> operation) {
    return operation.input() instanceof KeyValue.Read;
  }

  /**
   * A history made from a sequential run, with its log; of some commands the outcome is not known.
   */
  private static List<Placed> make(long seed, int size, int overlap) {
    List<Placed> made = new ArrayList<>();
    RandomHistory maker = new RandomHistory(seed, 1, 0, overlap);
    Random random = new Random(seed);
    int place = 0;
    for (Operation<Input, Output> each : maker.make(size)) {
      boolean isUnknown = random.nextInt(7) == 0 && !isRead(each);
      Operation<Input, Output> told =
          isUnknown ? Operation.unknown(each.process(), each.input(), each.invokedNanos()) : each;
      made.add(new Placed(place, isRead(each), told));
      place += isRead(each) ? 0 : 1;
    }
    return made;
  }

  /** Tells the witness everything, in any order. */
  private static Optional<String> faultOf(List<Placed> history, long seed) {
    Witness<Optional<String>, Input, Output> witness = new Witness<>(MODEL);
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < history.size(); id++) {
      ids.add(id);
    }
    Collections.shuffle(ids, new Random(seed));
    for (int id : ids) {
      Placed each = history.get(id);
      if (each.isRead) {
        witness.read(slot(each.place) - 1, each.operation);
      } else {
        witness.command(id, each.operation);
        witness.chosen(slot(each.place), each.place % 5, id);
      }
    }
    return witness.fault();
  }

  /** Slots with gaps; one command in each, so that a read may stand between any two. */
  private static long slot(int place) {
    return 3 + 2L * place;
  }

  @Test
  void takesHistoriesMadeFromASequentialRun() {
    for (long seed = 0; seed < 300; seed++) {
      assertThat(faultOf(make(seed, 200, 5), seed)).as("seed %d", seed).isEmpty();
    }
  }

  /** The model, in which operations also have to come at their place in the log. */
  private static final class InLog implements Model<InLog.State, InLog.Asked, Output> {
    record State(int place, Optional<String> value) {}

    record Asked(int place, boolean isRead, Input input) {}

    @Override
    public State initial() {
      return new State(0, MODEL.initial());
    }

    @Override
    public @Nullable State after(State state, Asked asked, @Nullable Output output) {
      Optional<String> value = MODEL.after(state.value, asked.input, output);
      if (value == null || asked.place != state.place) {
        return null;
      }
      return new State(state.place + (asked.isRead ? 0 : 1), value);
    }
  }

  private static boolean bruteForce(List<Placed> history) {
    List<Operation<InLog.Asked, Output>> operations = new ArrayList<>();
    for (Placed each : history) {
      Operation<Input, Output> operation = each.operation;
      operations.add(
          new Operation<>(
              operation.process(),
              new InLog.Asked(each.place, each.isRead, operation.input()),
              operation.output(),
              operation.invokedNanos(),
              operation.returnedNanos()));
    }
    return new BruteForce<>(new InLog(), operations).isLinearizable();
  }

  @Test
  void agreesWithBruteForceOnHistoriesOfUpToSevenOperations() {
    int legal = 0;
    int illegal = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(~seed);
      List<Placed> history = spoil(make(seed, 1 + random.nextInt(7), 2), random);

      boolean expected = bruteForce(history);

      assertThat(faultOf(history, seed).isEmpty())
          .as("seed %d: %s", seed, history)
          .isEqualTo(expected);
      legal += expected ? 1 : 0;
      illegal += expected ? 0 : 1;
    }
    assertThat(legal).isGreaterThan(4_000);
    assertThat(illegal).isGreaterThan(4_000);
  }

  /** Exchanges two commands in the log, or moves a read, or gives an answer of its own. */
  private static List<Placed> spoil(List<Placed> history, Random random) {
    int one = random.nextInt(history.size());
    int other = random.nextInt(history.size());
    Placed first = history.get(one);
    Placed second = history.get(other);
    int kind = random.nextInt(4);
    if (kind == 0 && !first.isRead && !second.isRead) {
      history.set(one, new Placed(second.place, false, first.operation));
      history.set(other, new Placed(first.place, false, second.operation));
    } else if (kind == 1 && first.isRead) {
      history.set(one, new Placed(second.place, true, first.operation));
    } else if (kind >= 2 && first.operation.isKnown()) {
      Output output = second.operation.output();
      Operation<Input, Output> told = first.operation;
      history.set(
          one,
          new Placed(
              first.place,
              first.isRead,
              new Operation<>(
                  1,
                  told.input(),
                  output == null ? new KeyValue.NotANumber() : output,
                  told.invokedNanos(),
                  told.returnedNanos())));
    }
    return history;
  }

  @Test
  void goesThroughAMillionOperations() {
    Witness<Optional<String>, Input, Output> witness = new Witness<>(MODEL);
    int size = 1_000_000;
    for (long i = 0; i < size; i++) {
      Input write = new KeyValue.Write("x", "v");
      witness.command(i, new Operation<>(1, write, new KeyValue.Done(), i * 10, i * 10 + 25));
      witness.chosen(1 + i / 8, (int) (i % 8), i);
    }

    assertThat(witness.fault()).isEmpty();
  }
}
