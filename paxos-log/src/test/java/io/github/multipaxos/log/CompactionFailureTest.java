package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Disks that fail while a log is compacted, and logs that are closed meanwhile. */
class CompactionFailureTest {

  private static SimulatedNode readyToCompact() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    for (int slot = 1; slot <= 20; slot++) {
      node.persist(voted(slot, 1, "x".repeat(500)));
    }
    node.persist(new Compacted(12), promised(9), new ChosenThrough(12));
    return node;
  }

  /** Makes one operation fail; one that syncs leaves its file's cached bytes taken for clean. */
  private static void failOnce(SimulatedDirectory directory, int operation) {
    int[] left = {operation};
    directory.fault(
        name -> {
          if (left[0]-- == 0) {
            if (name.equals("force identity")) {
              directory.forgetUnsynced("identity");
            }
            throw new IOException("Input/output error");
          }
        });
  }

  @Test
  void aFailureAnywhereLosesNothingThatCounts() throws IOException {
    List<String> failed = new ArrayList<>();
    for (int operation = 0; ; operation++) {
      SimulatedNode node = readyToCompact();
      List<LogRecord> owed = List.copyOf(node.acknowledged());
      int before = node.directory().operations().size();
      failOnce(node.directory(), operation);
      if (compacts(node)) {
        break;
      }
      failed.add(node.directory().operations().get(before + operation));

      assertFinds(node.directory().afterCrash(SimulatedDirectory.NOTHING), owed);
      assertFinds(node.directory().afterCrash(SimulatedDirectory.EVERYTHING), owed);
      assertGoesOn(node);
    }
    assertThat(failed)
        .contains(
            "write identity", "force identity", "rename segment-000000000001.log reserve-1.tmp")
        .contains("force directory");
  }

  private static boolean compacts(SimulatedNode node) {
    try {
      node.log().compact(12);
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("Input/output error");
      return false;
    }
  }

  private static void assertFinds(SimulatedDirectory after, List<LogRecord> owed)
      throws IOException {
    List<LogRecord> found = SimulatedNode.recover(after);
    assertThat(found).isEqualTo(owed.subList(owed.size() - found.size(), owed.size()));
    assertThat(found).contains(voted(13, 1, "x".repeat(500)), promised(9), new Compacted(12));
  }

  /** The log itself has not failed: it takes records, and lets go of the rest next time. */
  private static void assertGoesOn(SimulatedNode node) throws IOException {
    for (int slot = 21; slot <= 30; slot++) {
      node.persist(voted(slot, 1, "x".repeat(500)));
    }
    node.persist(new Compacted(24), promised(9), new ChosenThrough(24));
    assertThat(node.failures()).isEmpty();
    List<LogRecord> owed = node.acknowledged();
    assertThat(owed).hasSize(36);

    node.log().compact(24);

    long first = SegmentList.in(node.directory().list()).get(0);
    assertThat(first).isGreaterThan(6);
    List<LogRecord> found =
        SimulatedNode.recover(node.directory().afterCrash(SimulatedDirectory.NOTHING));
    assertThat(found).isEqualTo(owed.subList(36 - found.size(), 36));
    assertThat(found).contains(voted(25, 1, "x".repeat(500)), promised(9));
  }

  @Test
  void aFailureOfTheIdentityIsToldWithItsPath() throws IOException {
    SimulatedNode node = readyToCompact();
    failOnce(node.directory(), 1);

    assertThatThrownBy(() -> node.log().compact(12))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write /simulated/identity: Input/output error");
  }

  @Test
  void aFullDiskHindersNoCompaction() throws IOException {
    SimulatedNode node = readyToCompact();
    long used = 0;
    for (String name : node.directory().list()) {
      used += node.directory().bytes(name).length;
    }
    node.directory().capacityBytes(used);

    node.log().compact(12);

    assertThat(SegmentList.in(node.directory().list()).get(0)).isGreaterThan(3);
  }

  /** Whoever has closed a log may open the next one there, or delete it all. */
  @Test
  void closingWaitsForTheCompactionUnderWay() throws Exception {
    SimulatedNode node = readyToCompact();
    AtomicReference<Thread> closing = new AtomicReference<>();
    AtomicInteger operationsAfterClosing = new AtomicInteger();
    FutureTask<Void> close =
        new FutureTask<>(
            () -> {
              node.close();
              node.directory().fault(name -> operationsAfterClosing.incrementAndGet());
              return null;
            });
    node.directory()
        .fault(
            name -> {
              if (name.startsWith("rename segment") && closing.get() == null) {
                Thread thread = new Thread(close, "closing");
                closing.set(thread);
                thread.start();
                awaitRest(thread);
              }
            });

    node.log().compact(12);
    close.get();
    closing.get().join();

    assertThat(operationsAfterClosing).hasValue(0);
    List<Long> left = SegmentList.in(node.directory().list());
    assertThat(SimulatedNode.recover(node.directory().copy())).contains(promised(9));
    assertThat(left.get(0)).isGreaterThan(3);
  }

  /** Waits until it can get no further, or has ended. */
  private static void awaitRest(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }
}
