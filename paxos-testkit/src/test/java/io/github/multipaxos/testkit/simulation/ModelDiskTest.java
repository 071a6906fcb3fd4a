package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Voted;
import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelDiskTest {
  private static final NodeId ONE = NodeId.of(1);
  private static final ClusterId CLUSTER = new ClusterId("test");

  private final Timeline timeline = new Timeline();

  private static LogRecord vote(long slot) {
    return new Voted(slot, new Vote(new Ballot(1, ONE), Noop.INSTANCE));
  }

  private static DurableLog open(ModelDisk disk, List<LogRecord> found) throws IOException {
    DurableLog log = disk.log();
    log.open(CLUSTER, ONE, found::add, (reason, cause) -> {});
    return log;
  }

  private void pass() {
    long end = timeline.nanos() + 1_000_000_000;
    while (timeline.runNext(end)) {
      continue;
    }
  }

  @Test
  void callsBackInOrderAndKeepsWhatItCalledBackFor() throws IOException {
    ModelDisk disk = new ModelDisk(timeline, new Dice(1), Faults.none());
    DurableLog log = open(disk, new ArrayList<>());
    List<Integer> called = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      int number = i;
      log.append(List.of(vote(i)), () -> called.add(number));
    }
    log.append(List.of(), () -> called.add(6));
    assertThat(called).isEmpty();

    pass();
    disk.crash(true);

    List<LogRecord> found = new ArrayList<>();
    assertThat(open(disk, found).read(1, 9, 1 << 20)).hasSize(5);
    assertThat(called).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(found).containsExactly(vote(1), vote(2), vote(3), vote(4), vote(5));
  }

  @Test
  void keepsAnyPrefixOfWhatWasNotSynced() throws IOException {
    Set<Integer> kept = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      ModelDisk disk = new ModelDisk(timeline, new Dice(seed), Faults.none());
      DurableLog log = open(disk, new ArrayList<>());
      log.append(List.of(vote(1), vote(2)), () -> {});
      log.append(List.of(vote(3)), () -> {});
      disk.crash(true);
      List<LogRecord> found = new ArrayList<>();
      open(disk, found);
      kept.add(found.size());
      assertThat(found).isEqualTo(List.of(vote(1), vote(2), vote(3)).subList(0, found.size()));
    }

    assertThat(kept).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void callsNothingBackAfterItFailed() throws IOException {
    ModelDisk disk = new ModelDisk(timeline, new Dice(1), Faults.none());
    List<String> told = new ArrayList<>();
    DurableLog log = disk.log();
    log.open(CLUSTER, ONE, record -> {}, (reason, cause) -> told.add(reason));
    disk.failNext();
    log.append(List.of(vote(1)), () -> told.add("durable"));
    pass();
    log.append(List.of(vote(2)), () -> told.add("durable"));
    pass();

    assertThat(told).containsExactly("the disk cannot sync");
  }

  /** Whatever rots, and however often: what is missing is told, and bounded by what it can be. */
  @Test
  void tellsWhatItLosesByRot() throws IOException {
    Set<Integer> lost = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      ModelDisk disk = new ModelDisk(timeline, new Dice(seed), Faults.none());
      assertThat(disk.rotLog()).isFalse();
      DurableLog log = open(disk, new ArrayList<>());
      for (long slot = 1; slot <= 9; slot++) {
        log.append(List.of(vote(slot)), () -> {});
      }
      pass();
      disk.crash(true);

      assertThat(disk.rotLog()).isTrue();
      disk.rotLog();

      List<LogRecord> found = new ArrayList<>();
      open(disk, found);
      lost.add(lostIn(found));
    }
    assertThat(lost).contains(1, 2, 5, 9);
  }

  private static int lostIn(List<LogRecord> found) {
    long next = 1;
    int lost = 0;
    long bound = 0;
    boolean isLossOpen = false;
    for (LogRecord record : found) {
      if (record instanceof LogRecord.Lost) {
        isLossOpen = true;
      } else if (record instanceof LogRecord.Reached reached) {
        assertThat(reached.promised()).isEqualTo(new Ballot(1, ONE));
        bound = reached.votedThrough();
        lost += isLossOpen ? (int) (bound + 1 - next) : 0;
        next = isLossOpen ? bound + 1 : next;
        isLossOpen = false;
      } else {
        assertThat(record).isEqualTo(vote(next++));
      }
    }
    assertThat(isLossOpen).isFalse();
    assertThat(next).isEqualTo(10);
    return lost;
  }
}
