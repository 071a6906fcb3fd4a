package io.github.multipaxos.log;

import static io.github.multipaxos.log.SnapshotSamples.content;
import static io.github.multipaxos.log.SnapshotSamples.fetch;
import static io.github.multipaxos.log.SnapshotSamples.idOf;
import static io.github.multipaxos.log.SnapshotSamples.read;
import static io.github.multipaxos.log.SnapshotSamples.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots that come from a peer, part by part. */
class AssemblyTest {

  private static final int PART_BYTES = 300;
  private static final String PART = "snapshot-0000000000000000007.bin.part";

  private final SimulatedDirectory directory = new SimulatedDirectory();
  private final byte[] content = content(2000, 7);

  private static SnapshotStore open(SimulatedDirectory directory) throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    return node.log().snapshots();
  }

  private long offer(SnapshotStore store, long offset) throws IOException {
    return SnapshotSamples.offer(store, 7, content, offset, PART_BYTES);
  }

  private void assertWhole(SnapshotStore store) throws IOException {
    assertThat(store.list()).containsExactly(idOf(7, content));
    assertThat(read(store, idOf(7, content))).contains(content);
  }

  private List<String> parts() {
    return directory.list().stream().filter(it -> it.endsWith(".part")).toList();
  }

  @Test
  void isListedWhenItIsWholeAndNotBefore() throws IOException {
    SnapshotStore store = open(directory);

    for (int offset = 0; offset < 1800; offset += PART_BYTES) {
      assertThat(offer(store, offset)).isEqualTo(offset + PART_BYTES);
      assertThat(store.list()).isEmpty();
      assertThat(store.open(idOf(7, content))).isEmpty();
    }
    assertThat(offer(store, 1800)).isEqualTo(2000);

    assertWhole(store);
    assertThat(parts()).isEmpty();
    assertWhole(open(directory.afterCrash(SimulatedDirectory.NOTHING)));
  }

  @Test
  void partsOutOfOrderAndPartsThatComeAgainChangeNothing() throws IOException {
    SnapshotStore store = open(directory);

    assertThat(offer(store, 300)).isZero();
    assertThat(offer(store, 0)).isEqualTo(300);
    assertThat(offer(store, 0)).isEqualTo(300);
    assertThat(offer(store, 600)).isEqualTo(300);
    assertThat(offer(store, 150)).isEqualTo(300);
    assertThat(store.assemble(idOf(7, content), 300, Bytes.EMPTY)).isEqualTo(300);
    for (int offset = 300; offset < 2000; offset += PART_BYTES) {
      offer(store, offset);
      offer(store, offset);
    }

    assertWhole(store);
  }

  @Test
  void aPartOfAnotherSnapshotBeginsThatAndDropsWhatThereWas() throws IOException {
    SnapshotStore store = open(directory);
    offer(store, 0);
    for (long slot : List.of(7L, 9L)) {
      byte[] other = content(500, slot + 1);

      assertThat(SnapshotSamples.offer(store, slot, other, 0, 200)).isEqualTo(200);
      assertThat(parts()).hasSize(1);
      assertThat(SnapshotSamples.offer(store, slot, other, 200, 400)).isEqualTo(500);
      assertThat(read(store, idOf(slot, other))).contains(other);
      assertThat(parts()).isEmpty();
      offer(store, 0);
    }

    assertThat(store.list()).hasSize(2).doesNotContain(idOf(7, content));
  }

  @Test
  void aSnapshotThatIsThereAlreadyNeedsNoParts() throws IOException {
    SnapshotStore store = open(directory);
    take(store, 7, content);

    assertThat(offer(store, 0)).isEqualTo(2000);

    assertThat(parts()).isEmpty();
  }

  @Test
  void oneWhoseChecksumIsWrongIsDroppedAndCanBeBegunAgain() throws IOException {
    SnapshotStore store = open(directory);
    SnapshotId wrong = new SnapshotId(7, 2000, idOf(7, content).checksum() + 1);

    assertThat(store.assemble(wrong, 0, Bytes.wrap(content, 0, 1500))).isEqualTo(1500);
    assertThat(store.assemble(wrong, 1500, Bytes.wrap(content, 1500, 500))).isZero();

    assertThat(store.list()).isEmpty();
    assertThat(parts()).isEmpty();
    assertThat(fetch(store, 7, content, PART_BYTES)).isZero();
    assertWhole(store);
  }

  @Test
  void goesOnWhereItWasAfterTheProcessIsKilled() throws IOException {
    long there = 0;

    while (there < 2000) {
      SnapshotStore store = open(directory);
      assertThat(offer(store, there == 0 ? 300 : 0)).as("what there was").isEqualTo(there);
      there = offer(store, there);
      directory.killProcess();
    }

    assertWhole(open(directory));
  }

  @Test
  void aProcessKilledBeforeItCouldGiveTheNameFinishesWithTheFirstPartOffered() throws IOException {
    SnapshotStore store = open(directory);
    for (int offset = 0; offset < 1800; offset += PART_BYTES) {
      offer(store, offset);
    }
    directory.fault(
        operation -> {
          if (operation.startsWith("force")) {
            throw new IllegalStateException("killed");
          }
        });
    assertThatThrownBy(() -> offer(store, 1800)).hasMessage("killed");
    directory.killProcess();

    SnapshotStore next = open(directory);

    assertThat(next.list()).isEmpty();
    assertThat(offer(next, 0)).isEqualTo(2000);
    assertWhole(next);
  }

  @Test
  void whateverAPowerCutLeavesIsFetchedToTheEnd() throws IOException {
    int resumed = 0;
    int dropped = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      SimulatedDirectory files = new SimulatedDirectory();
      SnapshotStore store = open(files);
      int there = PART_BYTES * (1 + random.nextInt(6));
      for (int offset = 0; offset < there; offset += PART_BYTES) {
        offer(store, offset);
      }

      SnapshotStore next = open(files.afterCrash(Survivals.someOf(random, 4)));
      resumed += next.assemble(idOf(7, content), 0, Bytes.EMPTY) > 0 ? 1 : 0;
      dropped += fetch(next, 7, content, PART_BYTES);

      assertWhole(next);
    }
    assertThat(resumed).isBetween(20, 180);
    assertThat(dropped).isBetween(10, 180);
  }

  @Test
  void noFlippedBitOfWhatAnEarlierProcessLeftGetsIntoTheSnapshot() throws IOException {
    SnapshotStore store = open(directory);
    for (int offset = 0; offset < 900; offset += PART_BYTES) {
      offer(store, offset);
    }
    byte[] intact = directory.bytes(PART);
    for (int at = 0; at < intact.length; at++) {
      byte[] damaged = intact.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      SimulatedDirectory copy = TwoSegments.with(directory, PART, damaged);

      FileSnapshots found = FileSnapshots.in(copy, Records.CLUSTER, copy.list());
      int drops = fetch(found, 7, content, PART_BYTES);

      assertThat(drops).isEqualTo(at < SnapshotHeader.BYTES ? 0 : 1);
      assertThat(read(found, idOf(7, content))).contains(content);
    }
  }

  @Test
  void garbageBehindWhatWasWrittenIsNotTakenForIt() throws IOException {
    SnapshotStore store = open(directory);
    offer(store, 0);
    byte[] written = directory.bytes(PART);
    for (int more : new int[] {1, 200, 1700, 1701, 5000}) {
      byte[] longer = Arrays.copyOf(written, written.length + more);
      Arrays.fill(longer, written.length, longer.length, (byte) 0x55);

      SimulatedDirectory copy = TwoSegments.with(directory, PART, longer);

      SnapshotStore found = open(copy);

      assertThat(copy.list().contains(PART)).as("gone on with").isEqualTo(more <= 1700);
      long there = found.assemble(idOf(7, content), 0, Bytes.EMPTY);
      assertThat(there).isEqualTo(more < 1700 ? 300 + more : 0);
      assertThat(fetch(found, 7, content, PART_BYTES)).isLessThanOrEqualTo(1);
      assertWhole(found);
    }
  }

  @Test
  void partsThatCannotBeGoneOnWithAreDeletedOnOpening() throws IOException {
    SnapshotStore store = open(directory);
    offer(store, 0);
    SimulatedDirectory other = new SimulatedDirectory();
    FileSnapshots bills = FileSnapshots.in(other, new ClusterId("bills"), List.of());
    SnapshotSamples.offer(bills, 6, content, 0, PART_BYTES);
    String six = "snapshot-0000000000000000006.bin.part";
    directory.damage(six, other.bytes(six));
    directory.damage("snapshot-0000000000000000005.bin.part", directory.bytes(PART));
    directory.damage("snapshot-0000000000000000004.bin.part", new byte[0]);
    directory.killProcess();

    SnapshotStore next = open(directory);

    assertThat(parts()).containsExactly(PART);
    assertThat(offer(next, 0)).isEqualTo(300);
  }

  @Test
  void anotherTakenMeanwhileDisturbsNothing() throws IOException {
    SnapshotStore store = open(directory);
    offer(store, 0);

    SnapshotId own = take(store, 7, content(40, 3));
    SnapshotId earlier = take(store, 6, content(40, 4));

    assertThat(offer(store, 300)).isEqualTo(600);
    assertThat(store.list()).containsExactly(own, earlier);
    fetch(store, 7, content, PART_BYTES);
    assertThat(store.list()).containsExactly(idOf(7, content), earlier);
    assertThat(offer(store, 0)).isEqualTo(2000);
    assertThat(SnapshotSamples.offer(store, 6, content(40, 4), 0, 10)).isEqualTo(40);
  }
}
