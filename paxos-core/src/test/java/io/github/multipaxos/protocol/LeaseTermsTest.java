package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTermsTest {

  private static final long MILLI = 1_000_000;

  /**
   * Rules R4 and R6, at their worst: the leader's clock is as slow as may be and the guard's as
   * fast, the leader sends at the beginning of a tick and looks at the end of one, the guard
   * answers at once, and looks at the beginning of a tick.
   */
  @ParameterizedTest
  @CsvSource({
    "1000, 0.01, 20, 20",
    "1000, 0.0, 20, 20",
    "1000, 0.25, 20, 20",
    "1000, 0.25, 7, 30",
    "1000, 0.1, 30, 7",
    "301, 0.003, 20, 20",
    "310, 0.2, 50, 1",
    "60, 0.05, 20, 20"
  })
  void endForTheHolderBeforeTheyEndForAnyGuard(
      long millis, double drift, long holderTick, long guardTick) {
    LeaseTerms holder = LeaseTerms.of(millis, drift, holderTick * MILLI);
    LeaseTerms guard = LeaseTerms.of(millis, drift, guardTick * MILLI);

    double heldAtMost = holder.holdTicks() * holderTick / (1 - drift);
    double guardedAtLeast = (guard.guardTicks() - 1) * guardTick / (1 + drift);

    assertThat(heldAtMost).isLessThanOrEqualTo(guardedAtLeast + 1e-6);
  }

  @Test
  void leaveMostOfALeaseToItsHolder() {
    LeaseTerms terms = LeaseTerms.of(1000, 0.01, 20 * MILLI);

    assertThat(terms.holdTicks()).isEqualTo(49);
    assertThat(terms.guardTicks()).isEqualTo(51);
  }

  @Test
  void areOffWithoutADuration() {
    assertThat(LeaseTerms.of(0, 0.01, 20 * MILLI)).isEqualTo(LeaseTerms.OFF);
    assertThat(LeaseTerms.OFF.isOn()).isFalse();
    assertThat(LeaseTerms.OFF.isGap(1_000)).isFalse();
  }

  @Test
  void callALongGapBetweenTicksSuspicious() {
    LeaseTerms terms = LeaseTerms.of(1000, 0.01, 20 * MILLI);

    assertThat(terms.isGap(12)).isFalse();
    assertThat(terms.isGap(13)).isTrue();
  }

  @Test
  void refuseToBeHeldForLongerThanGuarded() {
    assertThatThrownBy(() -> new LeaseTerms(100, 6, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be held for 6 of 5");
  }
}
