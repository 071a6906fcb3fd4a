package io.github.multipaxos.transport.netty;

import static io.netty.channel.SelectStrategy.CONTINUE;
import static io.netty.channel.SelectStrategy.SELECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpinningTest {

  private static final long MICROS = 1000;

  private long now;
  private final Spinning spinning = new Spinning(Duration.ofNanos(100 * MICROS), () -> now);

  private int nothing() throws Exception {
    return spinning.calculateStrategy(() -> 0, false);
  }

  /** Spins in vain, and sleeps. */
  private void spinInVain() throws Exception {
    assertThat(nothing()).isEqualTo(CONTINUE);
    now += 100 * MICROS;
    assertThat(nothing()).isEqualTo(SELECT);
  }

  private int sleepsWithoutSpinning() throws Exception {
    int sleeps = 0;
    while (nothing() == SELECT) {
      sleeps++;
    }
    now += 100 * MICROS;
    assertThat(nothing()).isEqualTo(SELECT);
    return sleeps;
  }

  @Test
  void looksAgainForAWhileAndThenSleeps() throws Exception {
    assertThat(nothing()).isEqualTo(CONTINUE);
    now += 99 * MICROS;
    assertThat(nothing()).isEqualTo(CONTINUE);
    now += MICROS;
    assertThat(nothing()).isEqualTo(SELECT);
  }

  @Test
  void beginsAnewWheneverSomethingCame() throws Exception {
    assertThat(nothing()).isEqualTo(CONTINUE);
    now += 90 * MICROS;
    assertThat(spinning.calculateStrategy(() -> 3, false)).isEqualTo(3);
    now += 90 * MICROS;
    assertThat(nothing()).isEqualTo(CONTINUE);
    assertThat(spinning.calculateStrategy(() -> 0, true)).isZero();
    now += 90 * MICROS;
    assertThat(nothing()).isEqualTo(CONTINUE);
  }

  @Test
  void anIdleLoopHardlySpins() throws Exception {
    spinInVain();

    assertThat(sleepsWithoutSpinning()).isEqualTo(1);
    assertThat(sleepsWithoutSpinning()).isEqualTo(2);
    assertThat(sleepsWithoutSpinning()).isEqualTo(4);
    for (int i = 0; i < 10; i++) {
      assertThat(sleepsWithoutSpinning()).isLessThanOrEqualTo(Spinning.MOST_SKIPPED);
    }
    assertThat(sleepsWithoutSpinning()).isEqualTo(Spinning.MOST_SKIPPED);
  }

  @Test
  void aSpinThatIsRewardedMakesUpForThoseInVain() throws Exception {
    spinInVain();
    sleepsWithoutSpinning();
    sleepsWithoutSpinning();
    while (nothing() == SELECT) {
      continue;
    }
    assertThat(spinning.calculateStrategy(() -> 1, false)).isEqualTo(1);
    now += 100 * MICROS;
    assertThat(nothing()).isEqualTo(SELECT);

    assertThat(sleepsWithoutSpinning()).isEqualTo(1);
  }
}
