package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static Backoff backoff(long seed) {
    return new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), new SplittableRandom(seed));
  }

  @Test
  void doublesUpToItsLimitLessARandomPart() {
    Backoff backoff = backoff(1);

    for (long ceiling : new long[] {50, 100, 200, 400, 800, 1000, 1000, 1000}) {
      assertThat(backoff.nextMillis()).isBetween(ceiling / 2, ceiling);
    }
  }

  @Test
  void startsAgainAfterAReset() {
    Backoff backoff = backoff(1);
    for (int i = 0; i < 10; i++) {
      backoff.nextMillis();
    }

    backoff.reset();

    assertThat(backoff.nextMillis()).isBetween(25L, 50L);
  }

  @Test
  void differsFromNodeToNode() {
    Set<Long> pauses = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      pauses.add(backoff(seed).nextMillis());
    }

    assertThat(pauses).hasSizeGreaterThan(10);
  }
}
