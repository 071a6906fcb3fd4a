package io.github.multipaxos.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final History<Input, Output> history = new History<>();

  @Test
  void keepsWhatWasAskedAndAnswered() {
    history.invoke(3, new Read("x")).ok(new Found(Optional.empty()));

    assertThat(history.operations())
        .singleElement()
        .satisfies(
            operation -> {
              assertThat(operation.process()).isEqualTo(3);
              assertThat(operation.input()).isEqualTo(new Read("x"));
              assertThat(operation.output()).isEqualTo(new Found(Optional.empty()));
              assertThat(operation.returnedNanos())
                  .isGreaterThanOrEqualTo(operation.invokedNanos());
            });
  }

  @Test
  void leavesOutWhatCertainlyDidNotHappen() {
    history.invoke(1, new Read("x")).fail();

    assertThat(history.operations()).isEmpty();
  }

  @Test
  void keepsWhatNobodyKnowsForEverOpen() {
    history.invoke(1, new Read("x")).info();
    history.invoke(2, new Read("y"));

    assertThat(history.operations())
        .hasSize(2)
        .allMatch(operation -> !operation.isKnown())
        .allMatch(operation -> operation.returnedNanos() == Operation.NEVER);
  }

  @Test
  void ordersWhatDoesNotOverlap() {
    history.invoke(1, new Read("x")).ok(new Found(Optional.empty()));
    history.invoke(2, new Read("x")).ok(new Found(Optional.empty()));

    List<Operation<Input, Output>> operations = history.operations();
    assertThat(operations.get(0).returnedNanos())
        .isLessThanOrEqualTo(operations.get(1).invokedNanos());
  }

  @Test
  void refusesToSettleAnOperationTwice() {
    History<Input, Output>.Invocation invocation = history.invoke(1, new Read("x"));
    invocation.info();

    assertThatThrownBy(() -> invocation.ok(new Found(Optional.empty())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("process 1");
  }

  @Test
  void recordsARealCounterThatManyThreadsIncrement() {
    AtomicLong counter = new AtomicLong();

    hammer(counter::incrementAndGet);

    assertThat(history.operations()).hasSize(4 * 500);
    Linearizability.of(new KeyValue()).check(history.operations()).requireLegal();
  }

  @Test
  void showsThatACounterOfEachThreadsOwnIsNotOne() {
    ThreadLocal<Long> own = ThreadLocal.withInitial(() -> 0L);

    hammer(
        () -> {
          own.set(own.get() + 1);
          return own.get();
        });

    assertThat(Linearizability.of(new KeyValue()).check(history.operations()))
        .isInstanceOf(Verdict.Illegal.class);
  }

  private void hammer(LongSupplier increment) {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int process = 0; process < 4; process++) {
      int mine = process;
      CompletableFuture<Void> done = new CompletableFuture<>();
      threads.add(done);
      new Thread(() -> increment(mine, increment, done)).start();
    }
    threads.forEach(CompletableFuture::join);
  }

  private void increment(int process, LongSupplier increment, CompletableFuture<Void> done) {
    for (int i = 0; i < 500; i++) {
      History<Input, Output>.Invocation invocation =
          history.invoke(process, new KeyValue.Increment("counter", 1));
      invocation.ok(new KeyValue.Number(increment.getAsLong()));
    }
    done.complete(null);
  }
}
