package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule R9. */
class FreshnessTest {

  private final Freshness freshness = new Freshness();

  @Test
  void isThatOfTheQuestionAndNotOfTheAnswer() {
    freshness.onAsked(1, 100);
    freshness.onIndex(1, 7); // in tick 104, say

    assertThat(freshness.slot()).isEqualTo(7);
    assertThat(freshness.isWithin(5, 104)).isTrue();
    assertThat(freshness.isWithin(4, 104)).isFalse();
  }

  /** The question may have left when its tick began, and the read come when its tick ended. */
  @Test
  void isNeverLessThanATick() {
    freshness.onAsked(1, 100);
    freshness.onIndex(1, 7);

    assertThat(freshness.isWithin(0, 100)).isFalse();
    assertThat(freshness.isWithin(1, 100)).isTrue();
  }

  @Test
  void isNotKnownBeforeAnyAnswer() {
    freshness.onAsked(1, 100);

    assertThat(freshness.isWithin(1_000_000, 100)).isFalse();
  }

  @Test
  void isNotMadeWorseByALateAnswer() {
    freshness.onAsked(1, 100);
    freshness.onAsked(2, 110);
    freshness.onIndex(2, 9);
    freshness.onIndex(1, 7);

    assertThat(freshness.slot()).isEqualTo(9);
    assertThat(freshness.isWithin(1, 110)).isTrue();
  }

  @Test
  void isNotProvenByAnAnswerToAQuestionThatIsForgotten() {
    for (int ask = 1; ask <= 1025; ask++) {
      freshness.onAsked(ask, ask);
    }

    freshness.onIndex(1, 7);

    assertThat(freshness.isWithin(1_000_000, 1025)).isFalse();
  }
}
