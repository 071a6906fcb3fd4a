package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The end of a run: the power fails everywhere, and what is chosen is worked out once more from
 * nothing but the disks, opened cold (I13).
 */
final class Audit {

  private static final ClusterId CLUSTER = new ClusterId("simulated");
  private static final long READ_BYTES = 1L << 20;

  private final World<?, ?> world;
  private long snapshotThrough;
  private long lostThrough;
  private final Map<Long, Ballots> slots = new TreeMap<>();

  Audit(World<?, ?> world) {
    this.world = world;
  }

  void run() {
    world.nodes().forEach(SimulatedNode::recall);
    for (SimulatedNode<?, ?> node : world.nodes()) {
      try {
        openOrMend(node);
      } catch (IOException e) {
        throw new SimulationFailure(
            "I13", "the disk of node " + node.id() + " cannot be opened: " + e.getMessage(), e);
      }
    }
    for (long slot = 1; slot <= world.global().chosenThrough(); slot++) {
      Ballots votes = slots.get(slot);
      Decree found = votes == null ? null : votes.chosen();
      if (slot <= snapshotThrough || (found == null && slot <= lostThrough)) {
        continue; // an intact snapshot holds it, or a log without damage, or a vote for it is lost
      }
      require(found != null, "I13", "slot %s was chosen, and no quorum of disks holds it", slot);
      world.global().requireChosen(world.nodes().get(0).id(), slot, found);
    }
  }

  /** A log that rotted since it was last open, and refuses to open, is given back intact. */
  private void openOrMend(SimulatedNode<?, ?> node) throws IOException {
    try {
      open(node);
    } catch (IOException e) {
      boolean isRefused = String.valueOf(e.getMessage()).contains(" verify ");
      node.storage().crash(false);
      if (!isRefused || !node.storage().mendLog()) {
        throw e;
      }
      open(node);
    }
  }

  private void open(SimulatedNode<?, ?> node) throws IOException {
    List<LogRecord> found = new ArrayList<>();
    Recovered recovered = new Recovered();
    node.storage().calm();
    try (DurableLog log = node.storage().log()) {
      log.open(
          CLUSTER,
          node.id(),
          record -> {
            found.add(record);
            recovered.add(record);
          },
          (reason, cause) -> {
            throw new SimulationFailure("I13", reason, cause);
          });
      node.memory().onFound(found);
      recovered.restored(newestIntact(log.snapshots()));
      snapshotThrough = Math.max(snapshotThrough, recovered.snapshotSlot());
      readBack(node, log, recovered.snapshotSlot() + 1, recovered.chosenThrough());
    }
    if (found.stream().anyMatch(record -> record instanceof LogRecord.Lost)) {
      lostThrough = Math.max(lostThrough, lostThrough(found));
    }
    for (LogRecord record : found) {
      if (record instanceof LogRecord.Voted voted) {
        slots
            .computeIfAbsent(voted.slot(), slot -> new Ballots(slot, world.size() / 2 + 1))
            .vote(node.id(), voted.vote().ballot(), voted.vote().decree());
      }
    }
  }

  private static long lostThrough(List<LogRecord> found) {
    long through = 0;
    for (LogRecord record : found) {
      through = record instanceof LogRecord.Reached reached ? reached.votedThrough() : through;
    }
    return through;
  }

  private static long newestIntact(SnapshotStore snapshots) throws IOException {
    for (SnapshotId snapshot : snapshots.list()) {
      Optional<InputStream> in = snapshots.open(snapshot);
      if (in.isPresent()) {
        in.get().close();
        return snapshot.slot();
      }
    }
    return 0;
  }

  private void readBack(SimulatedNode<?, ?> node, DurableLog log, long firstSlot, long throughSlot)
      throws IOException {
    long slot = firstSlot;
    while (slot <= throughSlot) {
      List<Decree> decrees = log.read(slot, throughSlot, READ_BYTES);
      require(!decrees.isEmpty(), "I13", "the log of node %s lacks slot %s", node.id(), slot);
      for (Decree decree : decrees) {
        world.global().requireChosen(node.id(), slot++, decree);
      }
    }
  }
}
