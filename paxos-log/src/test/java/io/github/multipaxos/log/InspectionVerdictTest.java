package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.voted;
import static io.github.multipaxos.log.TwoSegments.FIRST;
import static io.github.multipaxos.log.TwoSegments.OWNER;
import static io.github.multipaxos.log.TwoSegments.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.LogFinding.Kind;
import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An inspection judges as an opening does. */
class InspectionVerdictTest {

  private static final FileLogOptions MEDIUM =
      FileLogOptions.DEFAULT.withBlockBytes(512).withSegmentBytes(1 << 14);

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private SimulatedNode node = new SimulatedNode(directory);

  @BeforeEach
  void write() throws IOException {
    node = TwoSegments.writtenTo(directory);
  }

  private static void assertJudgedAlike(SimulatedDirectory directory) throws IOException {
    SeenLog seen = SeenLog.in(directory);
    List<LogRecord> replayed;
    try {
      replayed = SimulatedNode.recover(directory);
    } catch (DamagedLogException e) {
      assertThat(seen.isDamaged()).as(e.getMessage()).isTrue();
      assertThat(seen.findings().stream().map(LogFinding::file)).contains(e.file());
      return;
    }
    boolean isAnyLost = replayed.stream().anyMatch(it -> it instanceof Lost);
    assertThat(seen.findings().stream().filter(LogFinding::isAboutRecords))
        .allMatch(it -> isAnyLost || it.kind() == Kind.TORN_TAIL);
    assertThat(seen.isDamaged() || !isAnyLost).isTrue();
    List<LogRecord> records =
        replayed.stream().filter(it -> !(it instanceof Lost || it instanceof Reached)).toList();
    boolean isHeaderLost =
        replayed.stream().anyMatch(it -> it instanceof Lost lost && lost.place().endsWith(" 0"));
    if (isHeaderLost) {
      assertThat(seen.records()).endsWith(records.toArray(LogRecord[]::new)); // an opening gives up
    } else {
      assertThat(seen.records()).isEqualTo(records);
    }
  }

  @Test
  void judgesEveryFlippedBitAsAnOpeningDoes() throws IOException {
    for (String name : List.of("identity", FIRST, SECOND)) {
      byte[] good = directory.bytes(name);
      for (int at = 0; at < good.length; at++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << (at % 8));

        assertJudgedAlike(TwoSegments.with(directory, name, bad));
      }
    }
  }

  @Test
  void judgesEverySectorOfZerosAsAnOpeningDoes() throws IOException {
    for (int round = 0; round < 2; round++) {
      for (String name : List.of(FIRST, SECOND)) {
        for (int at = 512; at < 9 * 512; at += 512) {
          byte[] bad = directory.bytes(name).clone();
          Arrays.fill(bad, at, at + 512, (byte) 0);

          assertJudgedAlike(TwoSegments.with(directory, name, bad));
        }
      }
      node.threads().idle(); // with a fence, what was taken for torn is damage
    }
  }

  @Test
  void judgesWhatAPowerCutLeavesAsAnOpeningDoes() throws IOException {
    SimulatedDirectory files = new SimulatedDirectory();
    node = new SimulatedNode(files, MEDIUM);
    node.open();
    node.persist(voted(1, 1, "one"));
    files.fault(
        operation -> {
          if (operation.startsWith("force")) {
            throw new IOException("the power fails");
          }
        });
    node.persist(voted(2, 2, "two".repeat(300)), voted(3, 2, "\0".repeat(1500) + "three"));
    List<Integer> sectors = files.unsynced(FIRST);
    assertThat(sectors).hasSizeGreaterThan(4);
    int torn = 0;

    for (int subset = 0; subset < 1 << sectors.size(); subset++) {
      int kept = subset;
      SimulatedDirectory after =
          files.afterCrash(keeping(sector -> (kept >> sectors.indexOf(sector) & 1) == 1));
      torn += SeenLog.in(after).findings().size();
      assertJudgedAlike(after);
    }
    assertThat(torn).isGreaterThan(1 << (sectors.size() - 2));
  }

  private static Survival keeping(IntPredicate sectors) {
    return new Survival() {
      @Override
      public boolean keepsSector(String name, int sector) {
        return sectors.test(sector);
      }

      @Override
      public int keepsChanges(int changes) {
        return 0;
      }
    };
  }

  @Test
  void judgesAnEndThatIsNotTheEndAsAnOpeningDoes() throws IOException {
    int intact = 0;
    for (long end = 512; end <= 9 * 512; end += 512) {
      for (long sequence = 1; sequence <= 8; sequence++) {
        byte[] bytes = directory.bytes(SECOND).clone();
        SegmentHeader forged = new SegmentHeader(OWNER, 2, 9 * 512, 512, end, sequence);
        forged.encode().get(bytes, 0, SegmentHeader.BYTES);
        SimulatedDirectory copy = TwoSegments.with(directory, SECOND, bytes);

        intact += SeenLog.in(copy).isDamaged() ? 0 : 1;
        assertJudgedAlike(copy);
      }
    }
    assertThat(intact).isEqualTo(1);
  }
}
