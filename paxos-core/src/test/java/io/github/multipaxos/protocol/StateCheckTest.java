package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NODE_4;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.StateHash;
import org.junit.jupiter.api.Test;

/** Rule L10. */
class StateCheckTest {

  private static final StateHash SAME = new StateHash(64, 7);
  private static final StateHash OTHER = new StateHash(64, 8);

  private final StateCheck states = new StateCheck(config(1, 3));

  @Test
  void passesOnWhatAMajoritySays() {
    states.onHashed(SAME);
    assertThat(states.agreed()).isEqualTo(StateHash.NONE);

    states.onTold(NODE_3, SAME);

    assertThat(states.agreed()).isEqualTo(SAME);
    assertThat(states.newest()).isEqualTo(SAME);
  }

  @Test
  void agreesWithoutItself() {
    states.onTold(NODE_2, SAME);
    states.onTold(NODE_3, SAME);

    assertThat(states.agreed()).isEqualTo(SAME);
  }

  @Test
  void countsNobodyTwiceAndNoStranger() {
    states.onTold(NODE_2, SAME);
    states.onTold(NODE_2, SAME);
    states.onTold(NODE_4, SAME);

    assertThat(states.agreed()).isEqualTo(StateHash.NONE);
  }

  @Test
  void stopsALeaderWhoseStateIsNotTheMajoritys() {
    states.onHashed(OTHER);
    states.onTold(NODE_2, SAME);

    assertThatThrownBy(() -> states.onTold(NODE_3, SAME))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("node 1 at slot 64");
  }

  @Test
  void stopsAFollowerWhoseStateIsNotTheMajoritysWhicheverIsHeardFirst() {
    states.onHashed(OTHER);
    assertThatThrownBy(() -> states.onAgreed(SAME)).isInstanceOf(SafetyViolation.class);

    StateCheck behind = new StateCheck(config(1, 3));
    behind.onAgreed(SAME);
    assertThatThrownBy(() -> behind.onHashed(OTHER)).isInstanceOf(SafetyViolation.class);
  }

  @Test
  void stopsWhenNoTwoAgree() {
    states.onHashed(SAME);
    states.onTold(NODE_2, OTHER);

    assertThatThrownBy(() -> states.onTold(NODE_3, new StateHash(64, 9)))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("no majority");
  }

  @Test
  void goesOnWhileALateOneOfTheMinorityDiffers() {
    states.onHashed(SAME);
    states.onTold(NODE_2, SAME);

    states.onTold(NODE_3, OTHER); // that one will hear what the majority says

    assertThat(states.agreed()).isEqualTo(SAME);
  }

  @Test
  void comparesOnlyEqualSlots() {
    states.onHashed(SAME);

    states.onAgreed(new StateHash(128, 9));
    states.onTold(NODE_2, OTHER);

    assertThat(states.agreed().slot()).isEqualTo(128);
    assertThatThrownBy(() -> states.onHashed(new StateHash(128, 10)))
        .isInstanceOf(SafetyViolation.class);
    assertThat(NODE_1.value()).isEqualTo(1);
  }
}
