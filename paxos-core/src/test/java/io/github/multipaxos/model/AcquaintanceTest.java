package io.github.multipaxos.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcquaintanceTest {

  private static final NodeId JUDGE = NodeId.of(1);
  private static final NodeId NODE = NodeId.of(3);

  private final Acquaintance met = new Acquaintance(NODE, 0xabc, 5, 77);

  private static Acquaintance shown(long incarnation, long boot, long process) {
    return new Acquaintance(NODE, incarnation, boot, process);
  }

  /** Every way in which what is shown may differ from what was met. */
  @Test
  void takesWhatIsShownForAmnesiaIfItLacksWhatWasMet() {
    for (long incarnation = 0xabb; incarnation <= 0xabd; incarnation++) {
      for (long boot = 4; boot <= 6; boot++) {
        for (long process = 76; process <= 78; process++) {
          assertThat(met.amnesiaOf(shown(incarnation, boot, process)).orElse(null))
              .as("%x %s %s", incarnation, boot, process)
              .isEqualTo(expected(incarnation, boot, process));
        }
      }
    }
  }

  private static Amnesia expected(long incarnation, long boot, long process) {
    if (incarnation != 0xabc) {
      return Amnesia.OTHER_DIRECTORY;
    }
    if (boot == 4) {
      return Amnesia.OLDER_DIRECTORY;
    }
    return boot == 5 && process != 77 ? Amnesia.COPIED_DIRECTORY : null;
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    assertThat(Amnesia.OTHER_DIRECTORY.explain(JUDGE, met, shown(0xdef, 1, 9)))
        .contains("node 3", "another data directory", "def", "node 1", "abc")
        .endsWith("replace it by a member with a new id");
    assertThat(Amnesia.OLDER_DIRECTORY.explain(JUDGE, met, shown(0xabc, 4, 9)))
        .contains("node 3", "older copy", "boot 4", "node 1", "boot 5")
        .endsWith("replace it by a member with a new id");
    assertThat(Amnesia.COPIED_DIRECTORY.explain(JUDGE, met, shown(0xabc, 5, 9)))
        .contains("node 3", "a copy", "another process with boot 5")
        .endsWith("replace it by a member with a new id");
  }
}
