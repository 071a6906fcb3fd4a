package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {

  private long nanos = Long.MAX_VALUE - 1; // System.nanoTime() may run over
  private final Patience patience = new Patience(() -> nanos);

  private void sync(long takesNanos) {
    long began = patience.began();
    nanos += takesNanos;
    patience.ended(began);
  }

  @Test
  void waitsForAQuickDisk() {
    assertThat(patience.isLeft()).isTrue();

    sync(Patience.LONG_NANOS);

    assertThat(patience.isLeft()).isTrue();
  }

  @Test
  void leavesASlowDiskAloneForAWhile() {
    sync(Patience.LONG_NANOS + 1);
    assertThat(patience.isLeft()).isFalse();
    nanos += Patience.PAUSE_FACTOR * (Patience.LONG_NANOS + 1) - 1;
    assertThat(patience.isLeft()).isFalse();

    nanos++;

    assertThat(patience.isLeft()).isTrue();
    sync(1);
    assertThat(patience.isLeft()).isTrue();
  }
}
