package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Checks {@link io.github.multipaxos.spi.PeerMemory}. Part of {@link DurableLogConformance}. */
public interface LogPeersConformance extends LogBench {

  private static Acquaintance met(int node, long boot) {
    return new Acquaintance(NodeId.of(node), 100L + node, boot, -boot);
  }

  private static void noteAll(LogProbe log) throws Exception {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    log.peers().note(met(2, 7), () -> {});
    log.peers().note(met(3, 8), () -> {});
    log.peers().note(met(2, 9), () -> {});
    log.peers().admit(() -> durable.complete(null));
    log.await(durable, "the callback of an admission runs");
  }

  private static void assertAllNoted(PeerMemory peers) {
    assertEquals(Optional.of(met(2, 9)), peers.of(NodeId.of(2)), "what was last noted of node 2");
    assertEquals(Optional.of(met(3, 8)), peers.of(NodeId.of(3)), "what was noted of node 3");
    assertTrue(peers.isAdmitted(), "the node was admitted");
  }

  /** A new log remembers nobody, and nobody has vouched for it (rule N4). */
  @Test
  default void hasMetNobodyWhenItIsNew() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      assertTrue(log.peers().of(NodeId.of(2)).isEmpty(), "a new log has met nobody");
      assertFalse(log.peers().isAdmitted(), "a new log is not admitted");
    }
  }

  /** "What has been noted is seen by of at once." */
  @Test
  default void seesAtOnceWhomItHasMet() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      log.peers().note(met(2, 7), () -> {});

      assertEquals(Optional.of(met(2, 7)), log.peers().of(NodeId.of(2)));
    }
  }

  /** "… and is durable once its callback runs." */
  @Test
  default void keepsWhomItHasMetThroughRestartsAndCrashes() throws Exception {
    LogStorage storage = newStorage();
    List<LogStorage> left = new ArrayList<>();
    try (LogProbe log = LogProbe.open(this, storage)) {
      noteAll(log);
      left.add(storage.afterKill());
      if (storage.faults().isPresent()) {
        left.add(storage.faults().get().afterPowerCut());
      }
    }
    left.add(storage);
    for (LogStorage each : left) {
      try (LogProbe next = LogProbe.open(this, each)) {
        assertAllNoted(next.peers());
      }
    }
  }

  /** "Callbacks run like those of append, in the order of the calls." */
  @Test
  default void vouchesForWhomItHasMetAfterWhatWasAppendedBefore() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    List<String> told = new CopyOnWriteArrayList<>();
    try (LogProbe log = LogProbe.open(this, storage)) {
      faults.stallSyncs();
      CompletableFuture<Void> durable = new CompletableFuture<>();
      try {
        log.append(List.of(SampleRecords.voted(1)), () -> told.add("vote"));
        log.peers().note(met(2, 7), () -> told.add("met"));
        log.peers().note(met(2, 7), () -> durable.complete(null)); // nothing new to be written
        assertTrue(told.isEmpty() && !durable.isDone(), "no callback runs while the disk hangs");
      } finally {
        faults.resumeSyncs();
      }
      log.awaitDurable(durable);
      assertEquals(List.of("vote", "met"), told);
    }
  }
}
