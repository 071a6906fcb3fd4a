package io.github.multipaxos.log;

import static io.github.multipaxos.log.SnapshotSamples.content;
import static io.github.multipaxos.log.SnapshotSamples.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Crashes before every single operation on a file, while snapshots are taken and fetched. */
class SnapshotCrashTest {

  /** A node that takes, removes, replaces and fetches snapshots until it is cut off. */
  private static final class Life {
    private final SimulatedDirectory directory;
    private final Map<SnapshotId, byte[]> contents = new TreeMap<>(Life::compare);
    private final Map<Long, Set<SnapshotId>> mayHold = new TreeMap<>(); // NONE: nothing
    private boolean ended;

    Life(SimulatedDirectory directory) {
      this.directory = directory;
    }

    private static int compare(SnapshotId one, SnapshotId other) {
      return one.toString().compareTo(other.toString());
    }

    /** Lives until the given operation, counted from now, or to the end of the story. */
    Life until(int operation) throws IOException {
      directory.fault(PowerCut.after(operation));
      SimulatedNode node = new SimulatedNode(directory);
      try {
        node.open();
        story(node.log().snapshots());
        ended = true;
      } catch (PowerCut e) {
        // what was done until here is what the test looks at
      }
      return this;
    }

    private void story(SnapshotStore store) throws IOException {
      take(store, 5, content(600, 1));
      take(store, 9, content(1300, 2));
      remove(store, idOf(5, content(600, 1)));
      fetch(store, 20, content(1700, 3));
      take(store, 9, content(900, 4));
      fetch(store, 9, content(1000, 5));
      remove(store, idOf(20, content(1700, 3)));
      SnapshotSamples.offer(store, 30, content(1500, 6), 0, 700);
    }

    private void take(SnapshotStore store, long slot, byte[] content) throws IOException {
      may(slot, content);
      SnapshotSamples.take(store, slot, content);
      must(slot, content);
    }

    private void fetch(SnapshotStore store, long slot, byte[] content) throws IOException {
      may(slot, content);
      SnapshotSamples.fetch(store, slot, content, 700);
      must(slot, content);
    }

    private void remove(SnapshotStore store, SnapshotId snapshot) throws IOException {
      mayHold.get(snapshot.slot()).add(SnapshotId.NONE);
      store.remove(snapshot);
    }

    private void may(long slot, byte[] content) {
      contents.put(idOf(slot, content), content);
      mayHold
          .computeIfAbsent(slot, key -> new HashSet<>(Set.of(SnapshotId.NONE)))
          .add(idOf(slot, content));
    }

    private void must(long slot, byte[] content) {
      mayHold.put(slot, new HashSet<>(Set.of(idOf(slot, content))));
    }

    /** Each snapshot is the old one or the new one, and what is listed is whole. */
    void assertHolds(SimulatedDirectory after) throws IOException {
      SimulatedNode node = new SimulatedNode(after);
      node.open();
      SnapshotStore store = node.log().snapshots();
      Map<Long, SnapshotId> found = new TreeMap<>();
      for (SnapshotId snapshot : store.list()) {
        assertThat(SnapshotSamples.read(store, snapshot)).contains(contents.get(snapshot));
        found.put(snapshot.slot(), snapshot);
      }
      mayHold.forEach(
          (slot, any) -> assertThat(any).contains(found.getOrDefault(slot, SnapshotId.NONE)));
      assertThat(mayHold.keySet()).containsAll(found.keySet());
      assertThat(after.list()).noneMatch(name -> name.endsWith("bin.tmp"));
      assertThat(after.list().stream().filter(name -> name.endsWith(".part")).count())
          .isLessThanOrEqualTo(1);
      node.close();
    }
  }

  @Test
  void thereIsTheOldOrTheNewWhereverThePowerFails() throws IOException {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      for (Survival survival : Survivals.of(operation)) {
        SimulatedDirectory after = life.directory.afterCrash(survival);

        life.assertHolds(after);

        assertThat(new Life(after).until(Integer.MAX_VALUE).ended).isTrue();
      }
    }
  }

  @Test
  void thereIsTheOldOrTheNewWhereverTheProcessIsKilled() throws IOException {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      life.directory.killProcess();

      life.assertHolds(life.directory);

      Life next = new Life(life.directory).until(Integer.MAX_VALUE);
      assertThat(next.ended).isTrue();
      next.directory.killProcess();
      next.assertHolds(next.directory.afterCrash(SimulatedDirectory.NOTHING));
    }
  }

  @Test
  void thereIsTheOldOrTheNewWhenThePowerFailsAgainWhileTheLogIsOpened() throws IOException {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      Life life = new Life(new SimulatedDirectory()).until(operation);
      ended = life.ended;
      List<Survival> survivals = Survivals.of(operation);
      for (int again = 0; again < 6; again++) {
        SimulatedDirectory after = life.directory.afterCrash(survivals.get(again));
        new Life(after).until(again);

        life.assertHolds(after.afterCrash(survivals.get(5 - again)));
      }
    }
  }
}
