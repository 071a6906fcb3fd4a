package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.voted;
import static io.github.multipaxos.log.SnapshotSamples.content;
import static io.github.multipaxos.log.SnapshotSamples.fetch;
import static io.github.multipaxos.log.SnapshotSamples.idOf;
import static io.github.multipaxos.log.SnapshotSamples.read;
import static io.github.multipaxos.log.SnapshotSamples.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disks that fail, once, or fill up under a snapshot. The log goes on, and so do later ones. */
class SnapshotFailureTest {

  private static final int PART_BYTES = 300;

  private final byte[] old = content(800, 1);
  private final byte[] content = content(1000, 7);
  private SimulatedNode node = new SimulatedNode(new SimulatedDirectory());

  @BeforeEach
  void open() throws IOException {
    node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    take(store(), 5, old);
  }

  private SnapshotStore store() {
    return node.log().snapshots();
  }

  /** Makes one operation fail; one that syncs leaves its file's cached bytes taken for clean. */
  private void failOnce(int operation) {
    int[] left = {operation};
    node.directory()
        .fault(
            name -> {
              if (left[0]-- == 0) {
                if (name.startsWith("force") && !name.endsWith("directory")) {
                  node.directory().forgetUnsynced(name.substring("force ".length()));
                }
                throw new IOException("Input/output error");
              }
            });
  }

  /** Something that the disk may keep from being done. */
  private interface Attempt {
    void run() throws IOException;
  }

  /** Runs it on fresh logs with one operation failing, another each time; returns which failed. */
  private List<String> failEach(Attempt attempt, Attempt afterwards) throws IOException {
    List<String> failed = new ArrayList<>();
    for (int operation = 0; ; operation++) {
      open();
      int before = node.directory().operations().size();
      failOnce(operation);
      try {
        attempt.run();
        node.directory().fault(any -> {});
        return failed;
      } catch (IOException e) {
        assertThat(e).hasMessage("Input/output error");
      }
      failed.add(node.directory().operations().get(before + operation));
      assertThat(read(store(), idOf(5, old))).contains(old);
      afterwards.run();
      assertHolds(idOf(7, content), content);
    }
  }

  /** What the store says is durable, is. And the log has not noticed a thing. */
  private void assertHolds(SnapshotId snapshot, byte[] expected) throws IOException {
    assertThat(store().list()).containsExactly(snapshot, idOf(5, old));
    node.persist(voted(1, 1, "one"));
    assertThat(node.failures()).isEmpty();
    assertThat(node.acknowledged()).hasSize(1);
    SimulatedDirectory after = node.directory().afterCrash(SimulatedDirectory.NOTHING);
    SimulatedNode next = new SimulatedNode(after);
    next.open();
    assertThat(next.log().snapshots().list()).containsExactly(snapshot, idOf(5, old));
    assertThat(read(next.log().snapshots(), snapshot)).contains(expected);
    assertThat(next.replayed()).isEqualTo(node.acknowledged());
  }

  @Test
  void aDraftThatFailsAnywhereChangesNothingAndTheNextSucceeds() throws IOException {
    List<String> failed =
        failEach(
            () -> take(store(), 7, content),
            () -> {
              assertThat(store().list()).containsExactly(idOf(5, old));
              take(store(), 7, content);
            });

    String unfinished = "snapshot-0000000000000000007.bin.tmp";
    assertThat(failed)
        .contains("create " + unfinished, "write " + unfinished, "force " + unfinished)
        .contains("force directory")
        .hasSize(7);
  }

  @Test
  void anAssemblyThatFailsAnywhereGoesOnOrBeginsAgainAndIsDurableInTheEnd() throws IOException {
    List<String> failed =
        failEach(
            () -> fetch(store(), 7, content, PART_BYTES),
            () -> {
              assertThat(store().list()).containsExactly(idOf(5, old));
              fetch(store(), 7, content, PART_BYTES);
            });

    String part = "snapshot-0000000000000000007.bin.part";
    assertThat(failed)
        .contains("create " + part, "write " + part, "force " + part, "force directory")
        .hasSize(9);
  }

  @Test
  void anAssemblyThatCannotDropTheEarlierOneCanDoSoLater() throws IOException {
    byte[] other = content(900, 3);
    failEach(
        () -> {
          SnapshotSamples.offer(store(), 7, other, 0, PART_BYTES);
          fetch(store(), 7, content, PART_BYTES);
        },
        () -> fetch(store(), 7, content, PART_BYTES));
  }

  @Test
  void aRemovalThatFailsCanBeRepeatedAfterTheNextOpening() throws IOException {
    failOnce(0);
    assertThatThrownBy(() -> store().remove(idOf(5, old))).hasMessage("Input/output error");
    node.directory().killProcess();

    SimulatedNode next = new SimulatedNode(node.directory());
    next.open();

    assertThat(next.log().snapshots().list()).containsExactly(idOf(5, old));
    next.log().snapshots().remove(idOf(5, old));
    assertThat(next.log().snapshots().list()).isEmpty();
  }

  @Test
  void aFullDiskCostsTheSnapshotAndNotTheLog() throws IOException {
    long used = 0;
    for (String name : node.directory().list()) {
      used += node.directory().bytes(name).length;
    }
    for (long room = 0; room < SnapshotHeader.BYTES + content.length; room += 50) {
      node.directory().capacityBytes(used + room);

      assertThatThrownBy(() -> take(store(), 7, content)).hasMessage("No space left on device");
      assertThatThrownBy(() -> fetch(store(), 7, content, PART_BYTES))
          .hasMessage("No space left on device");
      assertThat(store().list()).containsExactly(idOf(5, old));
    }

    node.directory().capacityBytes(Long.MAX_VALUE);
    fetch(store(), 7, content, PART_BYTES);
    assertHolds(idOf(7, content), content);
  }
}
