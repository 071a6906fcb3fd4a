package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  private final EventQueue queue = new EventQueue();

  @Test
  void isEmptyUntilAnEventIsPut() {
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.poll()).isNull();

    queue.put(new Event.Tick(1, 0));

    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.poll()).isEqualTo(new Event.Tick(1, 0));
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void keepsTheOrderHoweverManyComeAtOnce() {
    for (int burst = 0; burst < 2000; burst += 7) {
      int events = burst;
      IntStream.range(0, events).forEach(i -> queue.put(new Event.Tick(i, 0)));

      for (int i = 0; i < events; i++) {
        assertThat(queue.poll()).isEqualTo(new Event.Tick(i, 0));
      }
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  /** What each thread puts is taken in its order, all of it, and once. */
  @Test
  void losesNothingOfWhatSeveralThreadsPut() throws InterruptedException {
    int threads = 4;
    int each = 100_000;
    List<Thread> putting =
        IntStream.range(0, threads)
            .mapToObj(
                thread ->
                    new Thread(
                        () ->
                            IntStream.range(0, each)
                                .forEach(
                                    i ->
                                        queue.put(new Event.Tick((long) i * threads + thread, 0)))))
            .toList();
    putting.forEach(Thread::start);

    List<Long> next = new ArrayList<>(List.of(0L, 0L, 0L, 0L));
    for (int count = 0; count < threads * each; ) {
      Event event = queue.poll();
      if (event instanceof Event.Tick tick) {
        int thread = (int) (tick.tick() % threads);
        assertThat(tick.tick() / threads).isEqualTo(next.get(thread));
        next.set(thread, next.get(thread) + 1);
        count++;
      } else {
        Thread.onSpinWait();
      }
    }
    for (Thread thread : putting) {
      thread.join();
    }
    assertThat(queue.isEmpty()).isTrue();
  }
}
