package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.check.Model;
import io.github.multipaxos.testkit.check.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListAppendTest {

  private static Operation<Call, Answer> append(Object value, long from, long to) {
    return new Operation<>(1, call("append", value), new Answer(null, 0), from, to);
  }

  private static Operation<Call, Answer> read(long from, long to, Object... values) {
    return new Operation<>(1, call("read", null), new Answer(List.of(values), 0), from, to);
  }

  private static Call call(String op, @Nullable Object value) {
    return new Call(op, "k", value, 0);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Optional<String> faultOf(Operation<Call, Answer>... operations) {
    return ListAppend.faultOf(new Operations.Read(List.of(operations), List.of()));
  }

  @Test
  void findsWhatDoesNotFit() {
    Operation<Call, Answer> a = append("a", 1, 2);
    Operation<Call, Answer> b = append("b", 3, 4);

    assertThat(faultOf(a, b, read(5, 6, "a", "b"))).isEmpty();
    assertThat(faultOf(a, b, read(5, 6, "b", "a"))).get().asString().contains("must come after");
    assertThat(faultOf(a, b, read(5, 6, "a"))).get().asString().contains("must come after");
    assertThat(faultOf(a, b, read(5, 6, "a", "b", "a"))).get().asString().contains("twice");
    assertThat(faultOf(a, read(5, 6, "a", "c"))).get().asString().contains("nobody appended");
    assertThat(faultOf(a, b, read(1, 9, "a"), read(1, 9, "b")))
        .get()
        .asString()
        .contains("no prefix");
    assertThat(faultOf(a, append("a", 8, 9))).get().asString().contains("same value");
    assertThat(faultOf(b, read(1, 2, "b"))).get().asString().contains("must come after");
  }

  @Test
  void findsAnAppendThatFailedAndWasSeen() {
    Operations.Read history =
        new Operations.Read(List.of(read(5, 6, "a")), List.of(call("append", "a")));

    assertThat(ListAppend.faultOf(history)).get().asString().contains("whose append failed");
  }

  @Test
  void takesAppendsOfUnknownOutcomeEitherWay() {
    Operation<Call, Answer> unknown = Operation.unknown(1, call("append", "u"), 1);

    assertThat(faultOf(unknown, read(5, 6), read(7, 8, "u"))).isEmpty();
    assertThat(faultOf(unknown, read(5, 6), read(7, 8))).isEmpty();
    assertThat(faultOf(unknown, read(5, 6, "u"), read(7, 8))).isPresent();
  }

  static Stream<Long> seeds() {
    return LongStream.range(0, 3000).boxed();
  }

  /** Small random histories, most of them not linearizable, against a search of all orders. */
  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithASearch(long seed) {
    Random random = new Random(seed);
    List<Operation<Call, Answer>> operations = new ArrayList<>();
    int appends = 1 + random.nextInt(4);
    for (int value = 0; value < appends; value++) {
      long from = random.nextInt(12);
      operations.add(
          random.nextInt(4) == 0
              ? Operation.unknown(1, call("append", (long) value), from)
              : append((long) value, from, from + 1 + random.nextInt(5)));
    }
    List<Long> order = new ArrayList<>(LongStream.range(0, appends).boxed().toList());
    Collections.shuffle(order, random);
    IntStream.range(0, 1 + random.nextInt(3))
        .forEach(
            i -> {
              long from = random.nextInt(14);
              Object[] seen = order.subList(0, random.nextInt(appends + 1)).toArray();
              operations.add(read(from, from + 1 + random.nextInt(5), seen));
            });

    boolean isLegal =
        Linearizability.of(new Lists()).within(Budget.defaults()).check(operations).isLegal();

    assertThat(ListAppend.faultOf(new Operations.Read(operations, List.of())).isEmpty())
        .as(operations.toString())
        .isEqualTo(isLegal);
  }

  /** What a list is meant to do, for the search. */
  private static final class Lists implements Model<List<Object>, Call, Answer> {
    @Override
    public List<Object> initial() {
      return List.of();
    }

    @Override
    public @Nullable List<Object> after(List<Object> state, Call call, @Nullable Answer answer) {
      if (call.op().equals("append")) {
        List<Object> next = new ArrayList<>(state);
        next.add(call.value());
        return next;
      }
      return answer == null || Objects.equals(answer.value(), state) ? state : null;
    }
  }

  @Test
  void checksALongHistoryQuickly() {
    List<Operation<Call, Answer>> operations = new ArrayList<>();
    for (long i = 0; i < 200_000; i++) {
      operations.add(
          new Operation<>(
              1, new Call("append", "k" + i % 1000, i, 0), new Answer(null, 0), 2 * i, 2 * i + 1));
    }

    assertThat(ListAppend.faultOf(new Operations.Read(operations, List.of()))).isEmpty();
  }
}
