package io.github.multipaxos.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
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

  @Test
  void closesTheLowestGapOnly() {
    SequenceSet gappy = new SequenceSet(new TreeMap<>(Map.of(2L, 3L, 7L, 7L, 9L, 12L)));

    gappy.closeLowestGap();
    assertThat(gappy.ranges()).containsExactly(Map.entry(2L, 7L), Map.entry(9L, 12L));
    gappy.closeLowestGap();
    assertThat(gappy.ranges()).containsExactly(Map.entry(2L, 12L));

    assertThat(gappy.add(5)).isFalse();
    assertThat(gappy.add(1)).isTrue();
  }

  @Test
  void hasNoGapToCloseInOneRangeOrNone() {
    set.closeLowestGap();
    assertThat(set.count()).isZero();
    set.add(4);

    set.closeLowestGap();

    assertThat(set.ranges()).containsExactly(Map.entry(4L, 4L));
  }

  @Test
  void startsFromACopyOfTheRangesThatItIsGiven() {
    TreeMap<Long, Long> ranges = new TreeMap<>(Map.of(1L, 5L));
    SequenceSet copy = new SequenceSet(ranges);

    copy.add(6);

    assertThat(ranges).containsExactly(Map.entry(1L, 5L));
    assertThat(copy.ranges()).containsExactly(Map.entry(1L, 6L));
  }
}
