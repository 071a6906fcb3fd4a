package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Reached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules D5 and D6, where a disk is worse than a flipped bit, and for as long as a loss matters. */
class SeveralDamagesTest {

  private static final String FIRST = "segment-000000000001.log";
  private static final String SECOND = "segment-000000000002.log";
  private static final int SECTOR = Format.SECTOR_BYTES;

  /** Two segments. Nothing more came, so a fence stands at the end. */
  private static SimulatedNode fencedNode() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    node.persist(promised(1), voted(1, 1, "one"));
    node.persist(voted(2, 1, "two".repeat(200)), new ChosenThrough(1));
    node.persist(learnt(3, "three"), promised(3));
    node.persist(voted(4, 3, "four".repeat(100)), new ChosenThrough(3));
    node.persist(promised(5));
    node.threads().idle();
    assertThat(node.directory().list()).contains(SECOND).doesNotContain("segment-000000000003.log");
    return node;
  }

  private record Place(String name, int sector) {}

  private static List<Place> places(SimulatedNode node) {
    List<Place> places = new ArrayList<>();
    for (String name : List.of(FIRST, SECOND)) {
      for (int sector = 0; sector < node.directory().bytes(name).length / SECTOR; sector++) {
        places.add(new Place(name, sector));
      }
    }
    return places;
  }

  private static SimulatedDirectory damaged(SimulatedNode node, List<Place> places) {
    SimulatedDirectory directory = node.directory().copy();
    for (Place place : places) {
      byte[] bytes = directory.bytes(place.name()).clone();
      for (int i = 0; i < SECTOR; i++) {
        bytes[place.sector() * SECTOR + i] ^= 0x5a;
      }
      directory.damage(place.name(), bytes);
    }
    return directory;
  }

  /** Whichever one sector is garbage, also one of the fence: the newest promise is kept twice. */
  @Test
  void noSingleGarbledSectorKeepsAFencedLogFromOpeningButTheLastHeaderAndTheFirstFreeOne()
      throws IOException {
    SimulatedNode node = fencedNode();
    List<Place> refused = new ArrayList<>();

    for (Place place : places(node)) {
      try {
        List<LogRecord> replayed = SimulatedNode.recover(damaged(node, List.of(place)));
        ReplayCheck.hasLoss(replayed, node.acknowledged());
        assertThat(highest(replayed)).isEqualTo(Records.ballot(5));
      } catch (DamagedLogException e) {
        refused.add(place);
      }
    }

    assertThat(refused).hasSize(2).contains(new Place(SECOND, 0));
  }

  private static Ballot highest(List<LogRecord> replayed) {
    Reached all = Reached.NOTHING;
    for (LogRecord record : replayed) {
      all = all.with(record);
    }
    return all.promised();
  }

  @Test
  void everyTwoGarbledSectorsAreToldOrRefused() throws IOException {
    SimulatedNode node = fencedNode();
    List<Place> places = places(node);
    int told = 0;

    for (Place one : places) {
      for (Place other : places) {
        if (places.indexOf(one) < places.indexOf(other)) {
          told += isTold(node, damaged(node, List.of(one, other))) ? 1 : 0;
        }
      }
    }

    assertThat(told).isGreaterThan(places.size());
  }

  /** Returns whether the log opens, and tells, now and the next time, of every record it lacks. */
  private static boolean isTold(SimulatedNode node, SimulatedDirectory directory)
      throws IOException {
    List<LogRecord> replayed;
    try {
      replayed = SimulatedNode.recover(directory);
    } catch (DamagedLogException e) {
      return false;
    }
    assertThat(SimulatedNode.recover(directory)).isEqualTo(replayed);
    return ReplayCheck.hasLoss(replayed, node.acknowledged());
  }

  @Test
  void everySectorThatCannotBeReadIsToldOrRefused() throws IOException {
    SimulatedNode node = fencedNode();
    List<Place> refused = new ArrayList<>();

    for (Place place : places(node)) {
      BadSector disk =
          new BadSector(node.directory().copy(), place.name(), (long) place.sector() * SECTOR);
      try {
        List<LogRecord> replayed = recover(disk);
        ReplayCheck.hasLoss(replayed, node.acknowledged());
        assertThat(highest(replayed)).isEqualTo(Records.ballot(5));
        assertThat(recover(disk)).isEqualTo(replayed);
      } catch (DamagedLogException e) {
        refused.add(place);
      }
    }

    assertThat(refused).hasSize(2).contains(new Place(SECOND, 0));
  }

  private static List<LogRecord> recover(BadSector disk) throws IOException {
    List<LogRecord> replayed = new ArrayList<>();
    FileLog log =
        FileLog.in(disk, SimulatedNode.SMALL, new ManualThreads(), () -> 0x1122334455667788L);
    log.open(Records.CLUSTER, Records.NODE, replayed::add, (reason, cause) -> {});
    log.close();
    return replayed;
  }

  /** A vote in slot 4 is lost; the segment holds none above 3. Until 4 may go, the loss is told. */
  @Test
  void aLossIsToldUntilEverythingThatItMayConcernIsLetGoOf() throws IOException {
    SimulatedDirectory directory = damaged(fencedNode(), List.of(new Place(FIRST, 7)));
    Reached bound = firstReached(SimulatedNode.recover(directory));
    assertThat(bound.votedThrough()).isEqualTo(4);

    List<LogRecord> early = afterCompaction(directory, bound.votedThrough() - 1);
    List<LogRecord> late = afterCompaction(directory, bound.votedThrough());

    assertThat(early).hasAtLeastOneElementOfType(Lost.class).contains(bound);
    assertThat(late).doesNotHaveAnyElementsOfTypes(Lost.class, Reached.class);
    assertThat(late).contains(new Compacted(bound.votedThrough()), promised(6));
  }

  private static Reached firstReached(List<LogRecord> replayed) {
    return (Reached)
        replayed.stream().filter(it -> it instanceof Reached).findFirst().orElseThrow();
  }

  private static List<LogRecord> afterCompaction(SimulatedDirectory directory, long throughSlot)
      throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    for (int i = 0; i < 12; i++) { // so that all of this is in segments of its own
      node.persist(promised(6));
    }
    node.persist(new Compacted(throughSlot), new Promised(Records.ballot(6)));
    node.log().compact(throughSlot);
    node.close();
    return SimulatedNode.recover(directory);
  }

  /** Where the last segment is damaged, nothing is written behind the garbage. */
  @Test
  void goesOnInANewSegmentAfterADamagedOne() throws IOException {
    SimulatedNode node = fencedNode();
    SimulatedDirectory directory = damaged(node, List.of(new Place(SECOND, 1)));
    SimulatedNode reopened = new SimulatedNode(directory);

    reopened.open();
    reopened.persist(voted(6, 6, "six"));

    assertThat(directory.list()).contains("segment-000000000003.log");
    assertThat(reopened.read(6, 6)).hasSize(1);
    assertThat(ReplayCheck.hasLoss(reopened.replayed(), node.acknowledged())).isTrue();
  }
}
