package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Lost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments whose files still hold what they held when they were other segments. */
class RecycledSegmentTest {

  private static final FileLogOptions MEDIUM =
      FileLogOptions.DEFAULT.withBlockBytes(512).withSegmentBytes(1 << 14);

  /** What the last segment's file held when it became that segment, and which one it is. */
  private byte[] before = {};

  private String name = "";

  /** How often each file has become a segment, by the name it has now. */
  private final Map<String, Integer> lives = new HashMap<>();

  private final SimulatedNode node = new SimulatedNode(new SimulatedDirectory(), MEDIUM);

  /**
   * Fills segments with frames of many lengths, lets go of them, and writes until a file has become
   * a segment for the third time.
   */
  @BeforeEach
  void recycle() throws IOException {
    node.directory().fault(this::note);
    node.open();
    long slot = 0;
    for (int round = 1; round <= 3; round++) {
      for (int i = 0; i < 40; i++) {
        node.persist(voted(++slot, round, "x".repeat(slot % 7 == 0 ? 4000 : 150 * (i % 9))));
      }
      node.persist(new Compacted(slot), promised(round), new ChosenThrough(slot));
      node.log().compact(slot);
    }
    while (lives.get(name) < 3) {
      node.persist(voted(++slot, 4, "y".repeat(900)));
    }
    node.persist(voted(++slot, 4, "z".repeat(700)));
    node.directory().fault(operation -> {});
    assertThat(node.failures()).isEmpty();
  }

  private void note(String operation) {
    String[] words = operation.split(" ");
    if (words[0].equals("rename")) {
      boolean becomesSegment = words[2].startsWith("segment");
      lives.merge(words[1], becomesSegment ? 1 : 0, Integer::sum);
      lives.put(words[2], lives.remove(words[1]));
      if (becomesSegment) {
        before = node.directory().bytes(words[1]).clone();
        name = words[2];
      }
    }
  }

  /** Cuts the power when these records are written and not synced. */
  private void cutOff(LogRecord... last) {
    node.directory()
        .fault(
            operation -> {
              if (operation.startsWith("force")) {
                throw new IOException("the power fails");
              }
            });
    int acknowledged = node.acknowledged().size();
    node.persist(last);
    assertThat(node.acknowledged()).hasSize(acknowledged);
  }

  private static Survival keeping(IntPredicate sectors) {
    return new Survival() {
      @Override
      public boolean keepsSector(String file, int sector) {
        return sectors.test(sector);
      }

      @Override
      public int keepsChanges(int changes) {
        return 0;
      }
    };
  }

  private static List<LogRecord> recover(SimulatedDirectory directory) throws IOException {
    SimulatedNode found = new SimulatedNode(directory, MEDIUM);
    found.open();
    return found.replayed();
  }

  /** What is there is the newest of all that was acknowledged, to the end. */
  private void assertEndsWithAll(List<LogRecord> replayed, LogRecord... more) {
    List<LogRecord> all = new ArrayList<>(node.acknowledged());
    all.addAll(List.of(more));
    assertThat(replayed).hasSizeGreaterThan(3);
    assertThat(all.subList(all.size() - replayed.size(), all.size())).isEqualTo(replayed);
  }

  @Test
  void theLogEndsWhereThisLifeEndsAndGoesOnThere() throws IOException {
    SimulatedDirectory found = node.directory().copy();
    SimulatedNode again = new SimulatedNode(found, MEDIUM);

    again.open();

    assertEndsWithAll(again.replayed());
    assertThat(found.operations()).noneMatch(operation -> operation.startsWith("rename next"));
    again.persist(voted(500, 9, "on"));
    List<LogRecord> expected = new ArrayList<>(again.replayed());
    expected.add(voted(500, 9, "on"));
    assertThat(recover(found.afterCrash(SimulatedDirectory.NOTHING))).isEqualTo(expected);
  }

  @Test
  void everySubsetOfTheSectorsOfAFrameLeavesAllOrNothingOfIt() throws IOException {
    LogRecord[] last = {voted(501, 9, "a".repeat(1900)), voted(502, 9, "\0".repeat(1300))};
    cutOff(last);
    List<Integer> sectors = node.directory().unsynced(name);
    assertThat(sectors).hasSizeBetween(7, 9);
    int whole = (1 << sectors.size()) - 1;

    int kept = 0;
    for (int subset = 0; subset <= whole; subset++) {
      int bits = subset;
      SimulatedDirectory after =
          node.directory()
              .afterCrash(keeping(sector -> (bits >> sectors.indexOf(sector) & 1) == 1));

      List<LogRecord> recovered = recover(after);

      assertEndsWithAll(recovered, recovered.contains(last[0]) ? last : new LogRecord[0]);
      kept += recovered.contains(last[0]) ? 1 : 0;
    }
    assertThat(kept).isPositive();
  }

  @Test
  void everyFlippedBitIsHarmlessOrToldOrRefused() throws IOException {
    List<LogRecord> owed = recover(node.directory().copy());
    byte[] good = node.directory().bytes(name);
    int told = 0;
    int refused = 0;
    for (int at = 0; at < good.length; at += 3) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      SimulatedDirectory directory = TwoSegments.with(node.directory(), name, bad);

      try {
        told += ReplayCheck.hasLoss(recover(directory), owed) ? 1 : 0;
      } catch (DamagedLogException e) {
        assertThat(e).hasMessageContaining(name);
        refused++;
      }
    }
    assertThat(told).isGreaterThan(300);
    assertThat(refused).isGreaterThan(300); // all of the last frame, which no fence follows
  }

  @Test
  void aDurableSectorThatShowsWhatItHeldBeforeIsToldOnceSomethingVouchesForIt() throws IOException {
    node.threads().idle();
    List<LogRecord> owed = recover(node.directory().copy());
    byte[] good = node.directory().bytes(name);
    int told = 0;
    for (int at = 512; at < good.length; at += 512) {
      byte[] bad = good.clone();
      System.arraycopy(before, at, bad, at, 512);

      List<LogRecord> replayed = recover(TwoSegments.with(node.directory(), name, bad));

      told += ReplayCheck.hasLoss(replayed, owed) ? 1 : 0;
    }
    assertThat(told).isGreaterThan(4);
  }

  @Test
  void anIntactFrameOfAnEarlierLifeIsNotRead() throws IOException {
    node.threads().idle();
    byte[] bad = before.clone();
    System.arraycopy(node.directory().bytes(name), 0, bad, 0, 1536); // and a fence, but no more

    List<LogRecord> replayed = recover(TwoSegments.with(node.directory(), name, bad));

    assertThat(replayed).doesNotHaveAnyElementsOfTypes(Lost.class);
    List<LogRecord> owed = recover(node.directory().copy());
    assertThat(owed.subList(0, replayed.size())).isEqualTo(replayed);
  }

  @Test
  void aLooksAtTheLogFindsNoFaultWithWhatEarlierLivesHaveLeft() throws IOException {
    SeenLog seen = SeenLog.in(node.directory());

    assertThat(seen.findings()).isEmpty();
    assertEndsWithAll(seen.records());

    cutOff(voted(501, 9, "a".repeat(1900)));
    int header = node.directory().unsynced(name).get(0);
    for (boolean keepsHeader : new boolean[] {true, false}) {
      SimulatedDirectory torn =
          node.directory().afterCrash(keeping(sector -> sector == header == keepsHeader));

      assertThat(SeenLog.in(torn).findings())
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(LogFinding.Kind.TORN_TAIL))
          .satisfies(it -> assertThat(it.offset()).isEqualTo(512L * header));
    }
  }

  @Test
  void garbageBehindTheEndIsNoReasonToRefuseTheLogButWhereTheNextFrameGoes() throws IOException {
    int end = 512;
    byte[] good = node.directory().bytes(name);
    while (!Arrays.equals(good, end, end + 512, before, end, end + 512)) {
      end += 512;
    }
    byte[] garbage = good.clone();
    Arrays.fill(garbage, end + 512, end + 1024, (byte) 0x5a);
    byte[] garbageNext = good.clone();
    Arrays.fill(garbageNext, end, end + 512, (byte) 0x5a);

    assertEndsWithAll(recover(TwoSegments.with(node.directory(), name, garbage)));
    assertThatThrownBy(() -> recover(TwoSegments.with(node.directory(), name, garbageNext)))
        .isInstanceOf(DamagedLogException.class);
  }
}
