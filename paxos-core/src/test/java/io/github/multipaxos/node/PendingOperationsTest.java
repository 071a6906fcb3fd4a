package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.PaxosException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingOperationsTest {

  /** So many more than there are places that most numbers find theirs taken. */
  private static final int MANY = 30_000;

  private final Admission admission = new Admission(MANY, Long.MAX_VALUE, Duration.ofMillis(1));
  private final PendingOperations<Operation<String>> pending = new PendingOperations<>(admission);

  private Operation<String> admitted() {
    assertThat(admission.admit(10)).isNull();
    return new Operation<>(10, 0);
  }

  private static PaxosException stopped() {
    return new RejectedException(Reason.STOPPED, "the test is over");
  }

  @Test
  void handsOutEachOperationOnceHoweverManyThereAre() {
    List<Operation<String>> operations = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      operations.add(admitted());
      assertThat(pending.add(operations.get(i))).isEqualTo(i + 1);
    }

    for (int i = MANY; i > 0; i -= 2) { // the newer first, so that the older stay in their places
      assertThat(pending.get(i)).isSameAs(operations.get(i - 1));
      assertThat(pending.take(i)).isSameAs(operations.get(i - 1));
      assertThat(pending.take(i)).isNull();
    }
    for (int i = 1; i < MANY; i += 2) {
      assertThat(pending.take(i)).isSameAs(operations.get(i - 1));
    }
    assertThat(pending.isEmpty()).isTrue();
    assertThat(admission.operations()).isZero();
    assertThat(admission.bytes()).isZero();
  }

  @Test
  void failsAllThatWaitAndAllThatCome() {
    List<Operation<String>> operations =
        IntStream.range(0, MANY / 2).mapToObj(i -> admitted()).toList();
    operations.forEach(pending::add);

    pending.failAll(PendingOperationsTest::stopped);
    Operation<String> late = admitted();
    pending.add(late);

    assertThat(operations)
        .allSatisfy(it -> assertThat(it.future()).isCompletedExceptionally())
        .hasSize(MANY / 2);
    assertThat(late.future()).isCompletedExceptionally();
    assertThat(pending.isEmpty()).isTrue();
    assertThat(admission.operations()).isZero();
  }

  @Test
  void failsThoseAskedForAndLeavesTheOthers() {
    for (int i = 0; i < 20_000; i++) {
      pending.add(admitted());
    }

    pending.failIf(number -> number % 2 == 0, PendingOperationsTest::stopped);

    assertThat(pending.get(19_999)).isNotNull();
    assertThat(pending.get(20_000)).isNull();
    assertThat(admission.operations()).isEqualTo(10_000);
  }

  /** One thread adds and takes, as the protocol does; another fails whatever it finds. */
  @Test
  void settlesEachOperationOnceThoughThreadsRaceForIt() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch isDone = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              while (isDone.getCount() > 0) {
                pending.failIf(number -> number % 3 == 0, PendingOperationsTest::stopped);
              }
            });
    other.start();

    for (int i = 0; i < 100_000; i++) {
      Operation<String> operation = admitted();
      operation.future().whenComplete((result, failure) -> failed.addAndGet(1));
      if (pending.take(pending.add(operation)) != null) {
        taken.incrementAndGet();
      }
    }
    isDone.countDown();
    other.join();

    assertThat(taken.get() + failed.get()).isEqualTo(100_000);
    assertThat(admission.operations()).isZero();
  }
}
