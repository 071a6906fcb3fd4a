package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Checks {@link DurableLog#open}. Part of {@link DurableLogConformance}. */
public interface LogOpeningConformance extends LogBench {

  /** "Opens the log, making it if there is none." */
  @Test
  default void opensANewLogEmptyUnderTheNamesAskedFor() throws Exception {
    LogStorage storage = newStorage();

    try (LogProbe log = LogProbe.open(this, storage)) {
      assertTrue(log.replayed().isEmpty(), "a new log replays nothing");
      assertEquals(LogProbe.CLUSTER, log.identity().cluster());
      assertEquals(LogProbe.NODE, log.identity().node());
      assertTrue(log.identity().boot() >= 1, "the boot count begins with 1");
    }
  }

  /** "Hands every record that survived to replay, oldest first." */
  @Test
  default void replaysEveryKindOfRecordInTheOrderAppended() throws Exception {
    LogStorage storage = newStorage();
    List<LogRecord> records = SampleRecords.everyKind();
    try (LogProbe log = LogProbe.open(this, storage)) {
      for (LogRecord record : records) {
        log.append(record);
      }
    }

    List<LogRecord> replayed = LogProbe.replayOf(this, storage);

    assertEquals(records, replayed, "what is replayed is what was appended");
  }

  /** Opening changes nothing that a later opening would see, beside the boot count. */
  @Test
  default void replaysTheSameWheneverItIsOpened() throws Exception {
    LogStorage storage = newStorage();
    List<LogRecord> records = new ArrayList<>(SampleRecords.votedThrough(3));
    try (LogProbe log = LogProbe.open(this, storage)) {
      log.persist(records);
    }

    LogProbe.replayOf(this, storage);
    try (LogProbe log = LogProbe.open(this, storage)) {
      assertEquals(records, log.replayed());
      log.persist(SampleRecords.voted(4));
    }

    assertEquals(SampleRecords.votedThrough(4), LogProbe.replayOf(this, storage));
  }

  /** "The boot count of the returned identity is … higher than that of any earlier call." */
  @Test
  default void countsEveryBoot() throws Exception {
    LogStorage storage = newStorage();
    long boot = 0;
    for (int i = 0; i < 4; i++) {
      try (LogProbe log = LogProbe.open(this, storage)) {
        assertTrue(log.identity().boot() > boot, "each opening has a higher boot count");
        boot = log.identity().boot();
      }
    }
  }

  /** "The boot count of the returned identity is durable": also right after the call. */
  @Test
  default void countsABootThatACrashFollows() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      List<LogStorage> crashed = crashesOf(storage);
      for (LogStorage left : crashed) {
        try (LogProbe next = LogProbe.open(this, left)) {
          assertTrue(
              next.identity().boot() > log.identity().boot(),
              "a boot counts though nothing was appended before the crash");
        }
      }
    }
  }

  /**
   * "It belongs to a process number that is drawn in this call … still has those of the earlier."
   */
  @Test
  default void remembersWhoseItsEarlierBootsWere() throws Exception {
    LogStorage storage = newStorage();
    Boots seen = Boots.NONE;
    for (int i = 0; i < Boots.MOST + 2; i++) {
      try (LogProbe log = LogProbe.open(this, storage)) {
        Boots boots = log.identity().boots();
        assertEquals(seen.opened(boots.process()), boots, "each opening adds one to those before");
        seen = boots;
      }
    }
  }

  /** "Drawn in this call": also by a copy of the log, of which nobody knows. */
  @Test
  default void drawsAnotherProcessForEachOpening() throws Exception {
    LogStorage storage = newStorage();
    LogProbe.replayOf(this, storage);
    LogStorage copy = storage.afterKill();
    try (LogProbe one = LogProbe.open(this, storage);
        LogProbe other = LogProbe.open(this, copy)) {
      assertEquals(one.identity().boot(), other.identity().boot());
      assertNotEquals(
          one.identity().boots().process(),
          other.identity().boots().process(),
          "two openings of one boot");
    }
  }

  /** "Durable too": also right after the call. */
  @Test
  default void remembersTheProcessOfABootThatACrashFollows() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      Boots boots = log.identity().boots();
      for (LogStorage left : crashesOf(storage)) {
        try (LogProbe next = LogProbe.open(this, left)) {
          Boots found = next.identity().boots();
          assertEquals(OptionalLong.of(boots.process()), found.processOf(boots.boot()));
        }
      }
    }
  }

  /** The incarnation is drawn when the log is made, and stays. */
  @Test
  default void keepsItsIncarnationThroughRestartsAndCrashes() throws Exception {
    LogStorage storage = newStorage();
    LogProbe.replayOf(this, storage);
    try (LogProbe log = LogProbe.open(this, storage)) {
      List<LogStorage> crashed = crashesOf(storage);
      for (LogStorage left : crashed) {
        try (LogProbe next = LogProbe.open(this, left)) {
          assertEquals(log.identity().incarnation(), next.identity().incarnation());
        }
      }
      log.closeNow();
      try (LogProbe next = LogProbe.open(this, storage)) {
        assertEquals(log.identity().incarnation(), next.identity().incarnation());
      }
    }
  }

  private List<LogStorage> crashesOf(LogStorage storage) throws Exception {
    List<LogStorage> crashed = new ArrayList<>();
    crashed.add(storage.afterKill());
    if (storage.faults().isPresent()) {
      crashed.add(storage.faults().get().afterPowerCut());
    }
    return crashed;
  }

  /** A lost and remade log is another one: its promises are not those of the first. */
  @Test
  default void drawsAnotherIncarnationForEachNewLog() throws Exception {
    try (LogProbe one = LogProbe.open(this, newStorage());
        LogProbe other = LogProbe.open(this, newStorage())) {
      assertNotEquals(
          one.identity().incarnation(), other.identity().incarnation(), "two logs newly made");
    }
  }

  /** "IOException if the log … belongs to another cluster." */
  @Test
  default void refusesToOpenForAnotherCluster() throws Exception {
    refusesToOpenAs(new ClusterId("another"), LogProbe.NODE);
  }

  /** "IOException if the log … belongs to another … node." */
  @Test
  default void refusesToOpenForAnotherNode() throws Exception {
    refusesToOpenAs(LogProbe.CLUSTER, NodeId.of(2));
  }

  private void refusesToOpenAs(ClusterId cluster, NodeId node) throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      log.persist(SampleRecords.voted(1));
    }

    DurableLog foreign = storage.newLog();
    IOException refusal =
        assertThrows(
            IOException.class,
            () -> tryOpen(foreign, cluster, node, record -> {}),
            "opening for cluster " + cluster + " and node " + node);

    assertNotNull(refusal.getMessage(), "a refusal says why");
    assertEquals(
        SampleRecords.votedThrough(1),
        LogProbe.replayOf(this, storage),
        "a refusal leaves the log to its owner, unharmed");
  }

  /** "IOException if the log … is in use." */
  @Test
  default void refusesToOpenWhileAnotherHasItOpen() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      DurableLog second = storage.newLog();

      assertThrows(
          IOException.class,
          () -> tryOpen(second, LogProbe.CLUSTER, LogProbe.NODE, record -> {}),
          "opening what is open");

      log.persist(SampleRecords.voted(1));
    }
    assertEquals(SampleRecords.votedThrough(1), LogProbe.replayOf(this, storage));
  }

  /** "May throw to give up." The log is then not open, and can be opened anew. */
  @Test
  default void letsReplayGiveUp() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      log.persist(SampleRecords.voted(1));
    }

    DurableLog abandoned = storage.newLog();
    IllegalStateException thrown = new IllegalStateException("giving up on purpose");
    Exception seen =
        assertThrows(
            Exception.class,
            () ->
                tryOpen(
                    abandoned,
                    LogProbe.CLUSTER,
                    LogProbe.NODE,
                    record -> {
                      throw thrown;
                    }));

    assertTrue(seen == thrown || seen.getCause() == thrown, "what replay throws comes out of open");
    assertEquals(SampleRecords.votedThrough(1), LogProbe.replayOf(this, storage));
  }

  /** Closes the log again if it did open, so that a failed check leaves nothing behind. */
  private static Identity tryOpen(
      DurableLog log, ClusterId cluster, NodeId node, Consumer<LogRecord> replay)
      throws IOException {
    Identity identity = log.open(cluster, node, replay, (reason, cause) -> {});
    log.close();
    return identity;
  }

  /** "What was merely found in a cache of the operating system has been synced again" (rule D3). */
  @Test
  default void makesDurableWhatItFindsBeforeItIsBelieved() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    try (LogProbe log = LogProbe.open(this, storage)) {
      faults.stallSyncs();
      try {
        log.append(SampleRecords.voted(1));
        LogStorage killed = onceSomethingIsWritten(storage);
        try (LogProbe found = LogProbe.open(this, killed)) {
          LogStorage cut = faultsOf(killed).afterPowerCut();
          assertEquals(
              found.replayed(),
              LogProbe.replayOf(this, cut),
              "what a log has replayed it replays again after a power cut");
        }
      } finally {
        faults.resumeSyncs();
      }
    }
  }

  /** A log may keep what it cannot sync to itself; then there is nothing to be found. */
  private LogStorage onceSomethingIsWritten(LogStorage storage) throws Exception {
    long deadlineNanos = System.nanoTime() + Math.min(patience().toNanos(), 1_000_000_000L);
    LogStorage killed = storage.afterKill();
    while (LogProbe.replayOf(this, killed.afterKill()).isEmpty()
        && System.nanoTime() < deadlineNanos) {
      TimeUnit.MILLISECONDS.sleep(10);
      killed = storage.afterKill();
    }
    return killed;
  }
}
