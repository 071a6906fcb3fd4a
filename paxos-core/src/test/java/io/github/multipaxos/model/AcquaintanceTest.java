package io.github.multipaxos.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcquaintanceTest {

  private static final NodeId JUDGE = NodeId.of(1);
  private static final NodeId NODE = NodeId.of(3);

  /** The processes of a directory's first boots are 71, 72, and so on. */
  private final Acquaintance met = Acquaintance.of(shown(0xabc, opened(5)));

  private static Identity shown(long incarnation, Boots boots) {
    return new Identity(new ClusterId("c"), NODE, incarnation, boots);
  }

  private static Boots opened(long boots) {
    Boots opened = Boots.NONE;
    for (long boot = 1; boot <= boots; boot++) {
      opened = opened.opened(70 + boot);
    }
    return opened;
  }

  /** As {@link #opened}, but from some boot on by other processes. */
  private static Boots parted(long afterBoot, long boots) {
    Boots opened = opened(afterBoot);
    for (long boot = afterBoot + 1; boot <= boots; boot++) {
      opened = opened.opened(900 + boot);
    }
    return opened;
  }

  /** Every way in which what is shown may differ from what was met. */
  @Test
  void takesWhatIsShownForAmnesiaIfItLacksWhatWasMet() {
    for (long incarnation = 0xabb; incarnation <= 0xabd; incarnation++) {
      for (long boots = 1; boots <= 9; boots++) {
        for (long afterBoot = 0; afterBoot <= boots; afterBoot++) {
          assertThat(met.amnesiaOf(shown(incarnation, parted(afterBoot, boots))).orElse(null))
              .as("%x %s boots, parted after %s", incarnation, boots, afterBoot)
              .isEqualTo(expected(incarnation, boots, afterBoot));
        }
      }
    }
  }

  private static Amnesia expected(long incarnation, long boots, long afterBoot) {
    if (incarnation != 0xabc) {
      return Amnesia.OTHER_DIRECTORY;
    }
    if (boots < 5) {
      return Amnesia.OLDER_DIRECTORY;
    }
    if (afterBoot >= 5) {
      return null;
    }
    return boots == 5 ? Amnesia.COPIED_DIRECTORY : Amnesia.DIVERGED_DIRECTORY;
  }

  /** A backup is opened again and again before it meets anybody. */
  @Test
  void knowsACopyForAsLongAsTheDirectoryRemembers() {
    long reach = 5 + Boots.MOST - 1;

    assertThat(met.amnesiaOf(shown(0xabc, parted(4, reach)))).contains(Amnesia.DIVERGED_DIRECTORY);
    assertThat(met.amnesiaOf(shown(0xabc, opened(reach)))).isEmpty();
  }

  /** Nor can a healthy node that was restarted that often be told from it. */
  @Test
  void believesADirectoryThatCannotRememberThatBoot() {
    long beyond = 5 + Boots.MOST;

    assertThat(met.amnesiaOf(shown(0xabc, opened(beyond)))).isEmpty();
    assertThat(met.amnesiaOf(shown(0xabc, parted(4, beyond)))).isEmpty();
    assertThat(met.amnesiaOf(shown(0xabc, Boots.latest(6, 76)))).isEmpty();
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    assertThat(Amnesia.OTHER_DIRECTORY.explain(JUDGE, met, shown(0xdef, opened(1))))
        .contains("node 3", "another data directory", "def", "node 1", "abc")
        .endsWith("replace it by a member with a new id");
    assertThat(Amnesia.OLDER_DIRECTORY.explain(JUDGE, met, shown(0xabc, opened(4))))
        .contains("node 3", "older copy", "boot 4", "node 1", "boot 5")
        .endsWith("replace it by a member with a new id");
    assertThat(Amnesia.COPIED_DIRECTORY.explain(JUDGE, met, shown(0xabc, parted(4, 5))))
        .contains("node 3", "a copy", "another process with boot 5")
        .endsWith("replace it by a member with a new id");
    assertThat(Amnesia.DIVERGED_DIRECTORY.explain(JUDGE, met, shown(0xabc, parted(2, 7))))
        .contains("node 3", "went its own way after boot 4 or earlier")
        .contains("its boot 5 was another process than the one that node 1 has met")
        .contains("an old backup that was opened again, or a copy")
        .endsWith("replace it by a member with a new id");
  }
}
