package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentSealTest {

  private static final Owner OWNER = new Owner(Records.CLUSTER, Records.NODE, 7);

  private static SegmentSeal seal(long segment) {
    return new SegmentSeal(OWNER, segment);
  }

  @Test
  void knowsTheStampsOfEarlierSegmentsAndNoOthers() {
    SegmentSeal seal = seal(9);

    for (long segment = 1; segment < 9; segment++) {
      assertThat(seal.isEarlier(seal(segment).stamp(1024), 1024)).isTrue();
    }
    assertThat(seal.isEarlier(seal.stamp(1024), 1024)).isFalse();
    assertThat(seal.isEarlier(seal(10).stamp(1024), 1024)).isFalse();
    assertThat(seal.isEarlier(0, 1024)).isFalse();
  }

  @Test
  void doesNotKnowAStampOfAnotherPlaceOrAnotherLog() {
    SegmentSeal seal = seal(9);
    SegmentSeal other = new SegmentSeal(new Owner(Records.CLUSTER, Records.NODE, 8), 3);

    assertThat(seal.isEarlier(seal(3).stamp(1024), 1536)).isFalse();
    assertThat(seal.isEarlier(other.stamp(1024), 1024)).isFalse();
  }

  @Test
  void doesNotKnowAStampWithAnyBitFlipped() {
    SegmentSeal seal = seal(9);
    long stamp = seal(3).stamp(1024);

    for (int bit = 0; bit < Long.SIZE; bit++) {
      assertThat(seal.isEarlier(stamp ^ 1L << bit, 1024)).isFalse();
    }
  }

  @Test
  void segmentNumbersMayOutgrowTheirHalfOfTheStamp() {
    SegmentSeal seal = seal((1L << 32) + 5);

    assertThat(seal.isEarlier(seal((1L << 32) - 3).stamp(1024), 1024)).isTrue();
    assertThat(seal.isEarlier(seal((1L << 32) + 4).stamp(1024), 1024)).isTrue();
    assertThat(seal.isEarlier(seal.stamp(1024), 1024)).isFalse();
    assertThat(seal.isEarlier(seal(6).stamp(1024), 1024)).isTrue();
  }
}
