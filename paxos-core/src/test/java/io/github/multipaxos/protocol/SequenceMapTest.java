package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceMapTest {

  private final SequenceMap<String> map = new SequenceMap<>();

  @Test
  void findsWhatWasPutAndNothingElse() {
    map.add(7, "seven");

    assertThat(map.get(7)).isEqualTo("seven");
    assertThat(map.get(7 + 16)).isNull();
    assertThat(map.remove(8)).isNull();
    assertThat(map.remove(7)).isEqualTo("seven");
    assertThat(map.get(7)).isNull();
  }

  /** Sequences that are multiples of a large power of two all want the same place. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 16, 1L << 20, (1L << 32) + 1})
  void agreesWithAnotherMapWhateverComesAndGoes(long step) {
    Random random = new Random(step);
    TreeMap<Long, String> expected = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      long sequence = step * random.nextInt(i < 10_000 ? 400 : 40);
      if (random.nextBoolean() && !expected.containsKey(sequence)) {
        map.add(sequence, "value " + i);
        expected.put(sequence, "value " + i);
      } else {
        assertThat(map.remove(sequence)).isEqualTo(expected.remove(sequence));
      }
      assertThat(map.get(sequence)).isEqualTo(expected.get(sequence));
    }
    assertThat(map.values()).containsExactlyElementsOf(expected.values());
  }

  /** One that stays is passed by all the others, and found among them. */
  @Test
  void keepsOneThatStaysBehindWhileARunGoesBy() {
    map.add(1, "stays");
    for (long sequence = 2; sequence < 100_000; sequence++) {
      map.add(sequence, "passes");
      if (sequence > 10) {
        assertThat(map.remove(sequence - 8)).isEqualTo("passes");
      }
    }

    assertThat(map.get(1)).isEqualTo("stays");
    assertThat(map.values()).hasSize(10).startsWith("stays");
  }
}
