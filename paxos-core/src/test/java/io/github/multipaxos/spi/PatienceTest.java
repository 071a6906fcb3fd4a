package io.github.multipaxos.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final long LONG = 1000;

  private long nanos = Long.MAX_VALUE - 1; // System.nanoTime() may run over
  private final Patience patience = new Patience(LONG, () -> nanos);

  private void work(long takesNanos) {
    long began = patience.began();
    nanos += takesNanos;
    patience.ended(began);
  }

  @Test
  void lastsWhileWorkIsQuick() {
    assertThat(patience.isLeft()).isTrue();

    work(LONG);

    assertThat(patience.isLeft()).isTrue();
  }

  @Test
  void pausesInProportionToWhatTookLong() {
    work(LONG + 1);
    assertThat(patience.isLeft()).isFalse();
    nanos += Patience.PAUSE_FACTOR * (LONG + 1) - 1;
    assertThat(patience.isLeft()).isFalse();

    nanos++;

    assertThat(patience.isLeft()).isTrue();
    work(1);
    assertThat(patience.isLeft()).isTrue();
  }

  @Test
  void pausesFarLongerAfterWhatHung() {
    long hung = 3 * Patience.VERY_LONG * LONG;

    work(hung);

    nanos += 3 * Patience.PAUSE_FACTOR * hung - 1;
    assertThat(patience.isLeft()).isFalse();
    nanos++;
    assertThat(patience.isLeft()).isTrue();
  }
}
