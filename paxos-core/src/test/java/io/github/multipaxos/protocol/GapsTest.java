package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GapsTest {

  private static final long SLOTS = 24;

  @Test
  void findsNothingMissingAtFirst() {
    Gaps none = new Gaps();

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.firstAbove(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(none.lastThrough(Long.MAX_VALUE)).isZero();
  }

  @Test
  void leavesItsCopyAlone() {
    Gaps gaps = new Gaps();
    gaps.add(3, 5);
    Gaps copy = gaps.copy();

    gaps.remove(4);

    assertThat(gaps.throughOf(3)).isEqualTo(3);
    assertThat(copy.throughOf(3)).isEqualTo(5);
  }

  @Test
  void endsAGapThatHadNoEnd() {
    Gaps gaps = new Gaps();
    gaps.add(4, Long.MAX_VALUE);
    assertThat(gaps.throughOf(4)).isEqualTo(Long.MAX_VALUE);

    gaps.removeAbove(9);

    assertThat(gaps.firstAbove(8)).isEqualTo(9);
    assertThat(gaps.firstAbove(9)).isEqualTo(Long.MAX_VALUE);
  }

  /** After each of many random changes, every question is answered as a plain set of slots does. */
  @Test
  void answersAsASetOfSlotsDoes() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Gaps gaps = new Gaps();
      TreeSet<Long> slots = new TreeSet<>();
      for (int change = 0; change < 60; change++) {
        change(random, gaps, slots);
        compare(gaps, slots, "seed " + seed + " change " + change + " " + slots);
      }
    }
  }

  private static void change(Random random, Gaps gaps, TreeSet<Long> slots) {
    long slot = 1 + random.nextInt((int) SLOTS);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        long through = slot + random.nextInt(6) - 1;
        gaps.add(slot, through);
        for (long each = slot; each <= through; each++) {
          slots.add(each);
        }
      }
      case 3 -> {
        gaps.removeThrough(slot / 4);
        slots.headSet(slot / 4, true).clear();
      }
      case 4 -> {
        gaps.removeAbove(SLOTS - slot / 4);
        slots.tailSet(SLOTS - slot / 4, false).clear();
      }
      default -> {
        gaps.remove(slot);
        slots.remove(slot);
      }
    }
  }

  private static void compare(Gaps gaps, TreeSet<Long> slots, String when) {
    assertThat(gaps.isEmpty()).as(when).isEqualTo(slots.isEmpty());
    for (long slot = 0; slot <= SLOTS + 8; slot++) {
      Long above = slots.higher(slot);
      Long through = slots.floor(slot);
      assertThat(gaps.firstAbove(slot)).as(when).isEqualTo(above == null ? Long.MAX_VALUE : above);
      assertThat(gaps.lastThrough(slot)).as(when).isEqualTo(through == null ? 0 : through);
      long end = slot;
      while (slots.contains(slot) && slots.contains(end + 1)) {
        end++;
      }
      assertThat(gaps.throughOf(slot)).as(when).isEqualTo(end);
    }
  }
}
