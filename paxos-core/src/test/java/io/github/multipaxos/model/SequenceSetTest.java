package io.github.multipaxos.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceSetTest {

  private final SequenceSet set = new SequenceSet();

  @Test
  void tellsTheFirstAdditionFromLaterOnes() {
    assertThat(set.add(5)).isTrue();
    assertThat(set.add(5)).isFalse();
    assertThat(set.contains(5)).isTrue();
    assertThat(set.contains(4)).isFalse();
    assertThat(set.contains(6)).isFalse();
  }

  @Test
  void keepsNumbersThatFollowEachOtherAsOneRange() {
    for (long number = 1; number <= 1000; number++) {
      assertThat(set.add(number)).isTrue();
    }

    assertThat(set.count()).isEqualTo(1);
    assertThat(set.add(1)).isFalse();
    assertThat(set.add(500)).isFalse();
    assertThat(set.add(1000)).isFalse();
  }

  @Test
  void joinsRangesWhenTheGapBetweenThemCloses() {
    set.add(1);
    set.add(3);
    assertThat(set.count()).isEqualTo(2);

    assertThat(set.add(2)).isTrue();

    assertThat(set.count()).isEqualTo(1);
    assertThat(set.add(3)).isFalse();
  }

  /** Every sequence of six additions out of six numbers, against an ordinary set. */
  @Test
  void isASetWhateverTheOrder() {
    for (int sequence = 0; sequence < 46_656; sequence++) {
      SequenceSet ranges = new SequenceSet();
      TreeSet<Long> plain = new TreeSet<>();
      for (int rest = sequence, i = 0; i < 6; i++, rest /= 6) {
        long number = rest % 6;
        if (ranges.add(number) != plain.add(number)) {
          throw new AssertionError("sequence " + sequence + " adding " + number + " to " + plain);
        }
      }
      for (long number = -1; number <= 6; number++) {
        if (ranges.contains(number) != plain.contains(number)) {
          throw new AssertionError("sequence " + sequence + ": " + number + " in " + plain);
        }
      }
      if (ranges.count() != plain.stream().filter(it -> !plain.contains(it + 1)).count()) {
        throw new AssertionError("sequence " + sequence + " has too many ranges for " + plain);
      }
    }
  }
}
