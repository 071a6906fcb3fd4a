package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.protocol.Recovered;
import java.util.List;

/** What becomes of nodes and of their disks. */
final class MachineDirectives {

  static final List<Directive> ALL =
      List.of(
          new Directive("crash N [unsynced=lost|kept|RECORDS]", MachineDirectives::crash),
          new Directive("restart N", MachineDirectives::restart),
          new Directive("rot N RECORDS", MachineDirectives::rot),
          new Directive("sync N [WRITES]", MachineDirectives::sync),
          new Directive("nosync N", MachineDirectives::stall),
          new Directive("snapshot N", MachineDirectives::snapshot),
          new Directive("damage N", MachineDirectives::damage));

  private MachineDirectives() {}

  private static void crash(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    String unsynced = words.option("unsynced").orElse("lost");
    words.end();
    long kept =
        switch (unsynced) {
          case "lost" -> 0;
          case "kept" -> Long.MAX_VALUE;
          default -> Words.number(unsynced);
        };
    node.crash(kept);
    stage.cluster().loseAllTo(node.id());
  }

  /** The records whose lines have all these words can no longer be read. */
  private static void rot(Stage stage, Words words) {
    StagedNode node = stage.cluster().node(words.nextNode());
    List<String> all = words.rest();
    if (node.isUp()) {
      throw new UsageException("node " + node.id() + " is up; crash it first");
    }
    int lost = node.rot(record -> List.of(Wording.of(record).split(" ")).containsAll(all));
    if (lost == 0) {
      throw new UsageException("there is no such record on the disk of node " + node.id());
    }
    stage.transcript().event(node.id(), "loses", lost + (lost == 1 ? " record" : " records"));
  }

  private static void restart(Stage stage, Words words) {
    StagedNode node = stage.cluster().node(words.nextNode());
    words.end();
    if (node.isUp()) {
      throw new UsageException("node " + node.id() + " is up; crash it first");
    }
    node.restart();
    Recovered memory = node.disk().rememberAll();
    stage
        .transcript()
        .event(
            node.id(),
            "recovers",
            "promised="
                + memory.promised()
                + " votes="
                + Wording.ofVotes(memory.votes())
                + " chosen="
                + memory.chosenThrough()
                + (memory.snapshotSlot() == 0 ? "" : " snapshot=" + memory.snapshotSlot())
                + (memory.faultyThrough() == 0 ? "" : " faulty=" + memory.faultyThrough()));
  }

  private static void snapshot(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    if (node.handedThrough() == 0) {
      throw new UsageException("node " + node.id() + " has nothing to take a snapshot of");
    }
    node.takeSnapshot();
  }

  /** The newest snapshot can no longer be read. */
  private static void damage(Stage stage, Words words) {
    StagedNode node = stage.cluster().node(words.nextNode());
    words.end();
    if (!node.disk().snapshots().damage()) {
      throw new UsageException("node " + node.id() + " has no snapshot");
    }
  }

  /** The disk works again; or, of what waits for it, only so many writes get through. */
  private static void sync(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    int writes = words.nextNumber(Integer.MAX_VALUE);
    words.end();
    if (writes == Integer.MAX_VALUE) {
      node.disk().stall(false);
    }
    for (int i = 0; i < writes && node.disk().hasUnsynced(); i++) {
      node.sync();
    }
  }

  private static void stall(Stage stage, Words words) {
    StagedNode node = stage.cluster().nodeUp(words.nextNode());
    words.end();
    node.disk().stall(true);
  }
}
