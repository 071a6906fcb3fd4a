package io.github.multipaxos.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BootsTest {

  @Test
  void remembersWhoseEachBootWas() {
    Boots boots = Boots.NONE.opened(71).opened(72).opened(73);

    assertThat(boots).isEqualTo(new Boots(3, List.of(73L, 72L, 71L)));
    assertThat(boots.process()).isEqualTo(73);
    for (long boot = 1; boot <= 3; boot++) {
      assertThat(boots.processOf(boot)).isEqualTo(OptionalLong.of(70 + boot));
    }
    assertThat(boots.processOf(0)).isEmpty();
    assertThat(boots.processOf(4)).isEmpty();
  }

  @Test
  void forgetsWhatIsLongAgo() {
    Boots boots = Boots.NONE;
    for (long boot = 1; boot <= 2 * Boots.MOST; boot++) {
      boots = boots.opened(-boot);
    }

    assertThat(boots.boot()).isEqualTo(2 * Boots.MOST);
    assertThat(boots.processes()).hasSize(Boots.MOST);
    assertThat(boots.processOf(Boots.MOST)).isEmpty();
    assertThat(boots.processOf(Boots.MOST + 1)).isEqualTo(OptionalLong.of(-Boots.MOST - 1));
  }

  @Test
  void mayRememberNothingFromBeforeTheLatest() {
    Boots boots = Boots.latest(9, 79).opened(80);

    assertThat(boots.processOf(8)).isEmpty();
    assertThat(boots.processOf(9)).isEqualTo(OptionalLong.of(79));
    assertThat(boots.boot()).isEqualTo(10);
  }

  @Test
  void refusesMoreProcessesThanThereCanBe() {
    assertThatThrownBy(() -> new Boots(2, List.of(1L, 2L, 3L)))
        .hasMessage("3 processes for 2 boots, where 256 may be known");
    assertThatThrownBy(() -> new Boots(1000, Collections.nCopies(257, 1L)))
        .hasMessage("257 processes for 1000 boots, where 256 may be known");
  }

  @Test
  void isShortInALog() {
    assertThat(Boots.NONE).hasToString("0, knows 0");
    assertThat(Boots.NONE.opened(1).opened(0xab)).hasToString("2 by process ab, knows 2");
  }
}
