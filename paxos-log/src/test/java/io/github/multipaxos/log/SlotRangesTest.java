package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SlotRangesTest {

  @Test
  void isExactWhileThereAreFewGaps() {
    SlotRanges ranges = new SlotRanges();
    for (long slot : new long[] {7, 8, 5, 6, 100, 20, 102, 101, 19, 7}) {
      ranges.add(slot);
    }

    for (long slot = 0; slot < 120; slot++) {
      boolean added = slot >= 5 && slot <= 8 || slot >= 100 && slot <= 102;
      assertThat(ranges.contains(slot)).isEqualTo(added || slot == 19 || slot == 20);
    }
  }

  @Test
  void fillsTheSmallestGapWhenThereAreTooMany() {
    SlotRanges ranges = new SlotRanges();
    for (long slot : new long[] {10, 1000, 2000, 13, 3000}) {
      ranges.add(slot);
    }

    assertThat(ranges.contains(11)).isTrue();
    assertThat(ranges.contains(500)).isFalse();
    assertThat(ranges.contains(1500)).isFalse();
    assertThat(ranges.contains(2500)).isFalse();
  }

  @Test
  void neverLacksASlotThatWasAdded() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      SlotRanges ranges = new SlotRanges();
      SlotRanges part = new SlotRanges();
      TreeSet<Long> added = new TreeSet<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        long slot = random.nextInt(200);
        (random.nextBoolean() ? ranges : part).add(slot);
        added.add(slot);
      }
      ranges.addAll(part);

      assertThat(added).allMatch(ranges::contains);
      assertThat(ranges.contains(added.first() - 1)).isFalse();
      assertThat(ranges.contains(added.last() + 1)).isFalse();
    }
  }
}
