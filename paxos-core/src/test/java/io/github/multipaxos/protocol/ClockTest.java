package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClockTest {

  private final Clock clock = new Clock();

  @Test
  void tellsHowManyTicksWentBy() {
    assertThat(clock.advance(new Event.Tick(3, 1000))).isEqualTo(3);
    assertThat(clock.advance(new Event.Tick(3, 1001))).isZero();
    assertThat(clock.advance(new Event.Tick(10, 900))).isEqualTo(7);
    assertThat(clock.tick()).isEqualTo(10);
    assertThat(clock.wallMillis()).isEqualTo(900);
  }

  @Test
  void doesNotRunBackwards() {
    clock.advance(new Event.Tick(3, 1000));

    assertThatThrownBy(() -> clock.advance(new Event.Tick(2, 1000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tick 2 after tick 3");
  }
}
