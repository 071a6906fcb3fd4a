package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DedicatedThreadsTest {

  private final DedicatedThreads threads = new DedicatedThreads(Duration.ofMillis(1));
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> turned = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idled = new AtomicInteger();
  private final AtomicInteger overlapping = new AtomicInteger();

  private final LogThreads.Work work =
      new LogThreads.Work() {
        @Override
        public boolean turn() {
          assertThat(overlapping.incrementAndGet()).isEqualTo(1);
          Runnable next = waiting.poll();
          if (next != null) {
            turned.add(Thread.currentThread());
            next.run();
          }
          overlapping.decrementAndGet();
          return next != null;
        }

        @Override
        public void idle() {
          assertThat(overlapping.incrementAndGet()).isEqualTo(1);
          idled.incrementAndGet();
          overlapping.decrementAndGet();
        }
      };

  @AfterEach
  void stop() {
    threads.stop();
  }

  @Test
  void givesATurnAtOnceOnTheThreadThatAsksForIt() {
    threads.start("log", work);
    waiting.add(() -> {});

    threads.turnNow();

    assertThat(turned).containsExactly(Thread.currentThread());
  }

  @Test
  void tellsOfIdlenessAfterATurnThatAnotherThreadHasGiven() {
    threads.start("log", work);
    waiting.add(() -> {});

    threads.turnNow();

    await().until(() -> idled.get() == 1);
  }

  /** One that is under way goes on, and the log's own thread gives the next. */
  @Test
  void givesNoTurnBesideAnother() throws InterruptedException {
    threads.start("log", work);
    CountDownLatch isUnderWay = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    waiting.add(
        () -> {
          isUnderWay.countDown();
          awaitQuietly(mayEnd);
        });
    threads.wake();
    isUnderWay.await();
    waiting.add(() -> {});

    threads.turnNow();
    assertThat(turned).hasSize(1);
    mayEnd.countDown();

    await().until(() -> turned.size() == 2);
    assertThat(turned).doesNotContain(Thread.currentThread());
  }

  @Test
  void aTurnAskedForWithinATurnComesAfterIt() {
    threads.start("log", work);
    waiting.add(
        () -> {
          waiting.add(() -> {});
          threads.turnNow();
        });

    threads.turnNow();

    await().until(() -> turned.size() == 2);
  }

  /** An interrupt would close the file that is written to. */
  @Test
  void anInterruptedThreadGivesNoTurn() {
    threads.start("log", work);
    waiting.add(() -> {});

    Thread.currentThread().interrupt();
    threads.turnNow();
    boolean isInterrupted = Thread.interrupted();

    await().until(() -> turned.size() == 1);
    assertThat(isInterrupted).isTrue();
    assertThat(turned).doesNotContain(Thread.currentThread());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
