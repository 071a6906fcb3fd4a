package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Power cuts between a write and its sync, each of which leaves other sectors behind. */
class TornBatchTest {

  private static final String FIRST = "segment-000000000001.log";
  private static final FileLogOptions MEDIUM =
      FileLogOptions.DEFAULT.withBlockBytes(512).withSegmentBytes(1 << 14);
  private static final FileLogOptions LARGE =
      FileLogOptions.DEFAULT.withBlockBytes(512).withSegmentBytes(1 << 20);

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

  /** Returns a node whose last batch was written and not synced when the power failed. */
  private static SimulatedNode cutOff(FileLogOptions options, LogRecord... last)
      throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory(), options);
    node.open();
    node.persist(promised(1), voted(1, 1, "one"));
    node.persist(voted(2, 1, "two"));
    node.directory()
        .fault(
            operation -> {
              if (operation.startsWith("force")) {
                throw new IOException("the power fails");
              }
            });
    node.persist(last);
    assertThat(node.acknowledged()).hasSize(3);
    return node;
  }

  private static List<LogRecord> all(SimulatedNode node, LogRecord... last) {
    List<LogRecord> all = new ArrayList<>(node.acknowledged());
    all.addAll(List.of(last));
    return all;
  }

  @Test
  void everySubsetOfTheSectorsOfAFrameLeavesAllOrNothingOfIt() throws IOException {
    LogRecord[] last = {
      voted(3, 2, "three".repeat(300)),
      learnt(4, "\0".repeat(2000)),
      voted(5, 2, "five".repeat(200))
    };
    SimulatedNode node = cutOff(MEDIUM, last);
    List<Integer> sectors = node.directory().unsynced(FIRST);
    assertThat(sectors).hasSizeBetween(9, 12);
    int whole = (1 << sectors.size()) - 1;

    for (int subset = 0; subset <= whole; subset++) {
      int kept = subset;
      SimulatedDirectory after =
          node.directory()
              .afterCrash(keeping(sector -> (kept >> sectors.indexOf(sector) & 1) == 1));
      List<LogRecord> recovered = recover(after, MEDIUM);

      // Sectors that hold only zeros read the same whether they were written or not.
      if (recovered.size() > 3 || subset == whole) {
        assertThat(recovered).isEqualTo(all(node, last));
      } else {
        assertThat(recovered).isEqualTo(node.acknowledged());
      }
    }
  }

  @Test
  void anySubsetOfTheSectorsOfSeveralFramesLeavesAPrefixOfThem() throws IOException {
    LogRecord[] last = {
      voted(3, 2, "3".repeat(40_000)),
      voted(4, 2, "4".repeat(40_000)),
      voted(5, 2, "5".repeat(90_000)),
      voted(6, 2, "6".repeat(10_000))
    };
    SimulatedNode node = cutOff(LARGE, last);
    List<Integer> sectors = node.directory().unsynced(FIRST);
    List<LogRecord> all = all(node, last);
    Random random = new Random(7);
    Set<Integer> lengths = new HashSet<>();

    for (int round = 0; round < 400; round++) {
      int first = random.nextInt(sectors.size());
      int through = first + random.nextInt(round % 4 == 0 ? sectors.size() : 3);
      Set<Integer> lost = Set.copyOf(sectors.subList(first, Math.min(through, sectors.size())));
      SimulatedDirectory after =
          node.directory().afterCrash(keeping(sector -> !lost.contains(sector)));
      List<LogRecord> recovered = recover(after, LARGE);

      assertThat(recovered).isEqualTo(all.subList(0, recovered.size()));
      assertThat(recovered).hasSizeGreaterThanOrEqualTo(3);
      lengths.add(recovered.size());
    }
    assertThat(lengths).contains(3, 4, 5, 6, 7);
  }

  @Test
  void whatIsAppendedAfterATornBatchIsFoundAgain() throws IOException {
    LogRecord[] last = {voted(3, 2, "three".repeat(300)), voted(4, 2, "four".repeat(300))};
    SimulatedNode node = cutOff(MEDIUM, last);
    int header = node.directory().unsynced(FIRST).get(0);

    for (int round = 0; round < 2; round++) {
      boolean keepsHeader = round == 0;
      SimulatedDirectory after =
          node.directory().afterCrash(keeping(sector -> sector == header == keepsHeader));
      SimulatedNode second = new SimulatedNode(after, MEDIUM);
      second.open();
      second.persist(voted(7, 3, "seven"));
      second.persist(voted(8, 3, "eight"));
      SimulatedDirectory later = after.afterCrash(SimulatedDirectory.NOTHING);

      List<LogRecord> expected = new ArrayList<>(node.acknowledged());
      expected.addAll(second.acknowledged());
      assertThat(second.acknowledged()).hasSize(2);
      assertThat(recover(later, MEDIUM)).isEqualTo(expected);
      assertThat(recover(later, MEDIUM)).isEqualTo(expected);
    }
  }

  @Test
  void aRecordFoundInTheCacheSurvivesThePowerCutAfterIt() throws IOException {
    LogRecord last = voted(3, 2, "three".repeat(300));
    SimulatedNode node = cutOff(MEDIUM, last);
    node.directory().killProcess();

    SimulatedNode second = new SimulatedNode(node.directory(), MEDIUM);
    second.open();
    SimulatedDirectory after = node.directory().afterCrash(SimulatedDirectory.NOTHING);

    assertThat(second.replayed()).isEqualTo(all(node, last));
    assertThat(recover(after, MEDIUM)).isEqualTo(all(node, last));
  }

  @Test
  void aRecordInPagesThatAFailedSyncMarkedCleanSurvivesThePowerCutAfterIt() throws IOException {
    LogRecord last = voted(3, 2, "three".repeat(300));
    SimulatedNode node = cutOff(MEDIUM, last);
    node.directory().forgetUnsynced(FIRST);
    node.directory().killProcess();

    SimulatedNode second = new SimulatedNode(node.directory(), MEDIUM);
    second.open();
    SimulatedDirectory after = node.directory().afterCrash(SimulatedDirectory.NOTHING);

    assertThat(second.replayed()).isEqualTo(all(node, last));
    assertThat(recover(after, MEDIUM)).isEqualTo(all(node, last));
  }

  @Test
  void noFenceVouchesForWhatIsNotSyncedYet() throws IOException {
    LogRecord last = voted(3, 2, "three".repeat(300));
    for (int operation = 0; operation < 8; operation++) {
      for (int kept = 0; kept < MEDIUM.segmentBytes() / 512; kept++) {
        int onlySector = kept;
        SimulatedNode node = cutOff(MEDIUM, last);
        node.directory().killProcess();
        failFrom(node.directory(), operation);
        SimulatedNode second = new SimulatedNode(node.directory(), MEDIUM);
        try {
          second.open();
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("the power fails");
        }

        SimulatedDirectory after =
            node.directory().afterCrash(keeping(sector -> sector == onlySector));

        assertThat(recover(after, MEDIUM)).isIn(node.acknowledged(), all(node, last));
      }
    }
  }

  private static void failFrom(SimulatedDirectory directory, int operation) {
    int[] left = {operation};
    directory.fault(
        name -> {
          if (--left[0] < 0) {
            throw new IOException("the power fails");
          }
        });
  }

  @Test
  void withoutSyncsAPowerCutLeavesAPrefixAndIsNotTakenForDamage() throws IOException {
    FileLogOptions options = SimulatedNode.SMALL.withDurability(Durability.UNSAFE_NO_SYNC);
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory(), options);
    node.open();
    for (int slot = 1; slot <= 40; slot++) {
      node.persist(voted(slot, 1, "x".repeat(slot * 13 % 700)));
    }
    Random random = new Random(11);
    Set<Integer> lengths = new HashSet<>();

    for (int round = 0; round < 200; round++) {
      int oneIn = 1 + random.nextInt(8);
      SimulatedDirectory after =
          node.directory().afterCrash(keeping(sector -> random.nextInt(oneIn) != 0));
      List<LogRecord> recovered = recover(after, options);

      assertThat(recovered).isEqualTo(node.acknowledged().subList(0, recovered.size()));
      lengths.add(recovered.size());
    }
    assertThat(lengths).hasSizeGreaterThan(1);
  }

  private static List<LogRecord> recover(SimulatedDirectory directory, FileLogOptions options)
      throws IOException {
    SimulatedNode node = new SimulatedNode(directory, options);
    node.open();
    node.close();
    return node.replayed();
  }
}
