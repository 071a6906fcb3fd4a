package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.check.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  private static void assertFault(Optional<String> fault, String... words) {
    assertThat(fault).isPresent().get().asString().contains(words);
  }

  private static final Operation<Call, Answer> A = append("a", 1, 2);
  private static final Operation<Call, Answer> B = append("b", 3, 4);

  @Test
  void takesWhatFits() {
    assertThat(faultOf(A, B, read(5, 6, "a", "b"))).isEmpty();
    assertThat(faultOf(A, B, read(1, 9), read(1, 9, "a"), read(3, 9, "a", "b"))).isEmpty();
    assertThat(faultOf(A, B)).isEmpty();
    assertThat(faultOf(read(1, 2), A)).isEmpty();
  }

  @Test
  void namesAValueThatWasSeenTwice() {
    assertFault(faultOf(A, B, read(5, 6, "a", "b", "a")), "read k -> [a, b, a]", "saw a twice");
  }

  @Test
  void namesAValueThatNobodyAppended() {
    assertFault(faultOf(A, read(5, 6, "a", "c")), "read k -> [a, c]", "c, which nobody appended");
  }

  @Test
  void namesReadsThatSawDifferentOrders() {
    assertFault(
        faultOf(append("a", 1, 9), append("b", 1, 9), read(1, 9, "a"), read(1, 9, "b", "a")),
        "[a] at 1..9 ns saw a at place 1, where",
        "[b, a] at 1..9 ns saw b");
  }

  @Test
  void namesAnAppendThatTookEffectAfterALaterOne() {
    assertFault(
        faultOf(A, B, read(5, 6, "b", "a")), "append k a", "took effect after", "append k b");
  }

  @Test
  void namesAReadThatLacksWhatWasAcknowledged() {
    assertFault(
        faultOf(A, B, read(5, 6, "a")),
        "read k -> [a]",
        "lacks what was acknowledged",
        "append k b");
  }

  @Test
  void namesAReadThatLacksWhatAnotherSawBefore() {
    assertFault(
        faultOf(append("a", 1, 20), read(5, 6, "a"), read(7, 8)),
        "read k -> [] at 7..8 ns is a stale read",
        "by process 1: read k -> [a]");
  }

  @Test
  void namesAReadThatSawTheFuture() {
    assertFault(
        faultOf(B, read(1, 2, "b")), "read k -> [b]", "appended only after it had returned");
  }

  @Test
  void namesAnAppendThatWasLostThoughNobodyCouldMissItAtOnce() {
    assertFault(faultOf(A, B, read(1, 9, "b")), "append k a", "was lost: ", "append k b");
  }

  @Test
  void tellsValuesApartThatLookAlike() {
    assertFault(faultOf(append(1L, 1, 2), read(3, 4, "1")), "1, which nobody appended");
    assertThat(faultOf(append(1L, 1, 2), append("1", 3, 4), read(5, 6, 1L, "1"))).isEmpty();
  }

  @Test
  void namesAnAppendThatFailedAndWasSeen() {
    Operations.Read history =
        new Operations.Read(
            List.of(read(5, 6, "a")), List.of(Operation.unknown(1, call("append", "a"), 1)));

    assertFault(ListAppend.faultOf(history), "whose append failed");
  }

  @Test
  void takesAValueThatIsAppendedAgainAfterItFailed() {
    Operations.Read history =
        new Operations.Read(
            List.of(append("a", 3, 4), read(5, 6, "a")),
            List.of(Operation.unknown(1, call("append", "a"), 1)));

    assertThat(ListAppend.faultOf(history)).isEmpty();
  }

  @Test
  void refusesValuesThatAreNotUnique() {
    assertThatThrownBy(() -> faultOf(A, append("a", 8, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the value is not unique");
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
