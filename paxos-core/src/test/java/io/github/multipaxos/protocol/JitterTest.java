package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JitterTest {

  private static List<Integer> draw(long seed, int bound) {
    Jitter jitter = new Jitter(seed);
    List<Integer> drawn = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      drawn.add(jitter.below(bound));
    }
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 80, Integer.MAX_VALUE})
  void staysBelowItsBound(int bound) {
    assertThat(draw(42, bound)).allMatch(number -> number >= 0 && number < bound);
  }

  @Test
  void drawsEveryNumberAboutEquallyOften() {
    List<Integer> drawn = draw(42, 10);

    for (int number = 0; number < 10; number++) {
      int wanted = number;
      assertThat(drawn.stream().filter(it -> it == wanted)).hasSizeBetween(60, 140);
    }
  }

  @Test
  void drawsTheSameFromTheSameSeedAndOthersFromOthers() {
    assertThat(draw(42, 1000)).isEqualTo(draw(42, 1000)).isNotEqualTo(draw(43, 1000));
  }
}
