package io.github.multipaxos.log;

import static io.github.multipaxos.log.SnapshotSamples.content;
import static io.github.multipaxos.log.SnapshotSamples.read;
import static io.github.multipaxos.log.SnapshotSamples.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Snapshots that a node has taken itself, as files. */
class FileSnapshotsTest {

  private static final String OF_SLOT_7 = "snapshot-0000000000000000007.bin";

  private final SimulatedDirectory directory = new SimulatedDirectory();

  private static SnapshotStore open(SimulatedDirectory directory) throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    return node.log().snapshots();
  }

  /** Opens without the rest of a log, which takes longer. */
  private static FileSnapshots find(SimulatedDirectory directory) throws IOException {
    return FileSnapshots.in(directory, Records.CLUSTER, directory.list());
  }

  private SnapshotStore reopened() throws IOException {
    directory.killProcess();
    return open(directory);
  }

  @Test
  void listsWhatIsFinishedNewestFirstAndFindsItAgain() throws IOException {
    SnapshotStore store = open(directory);
    byte[] seven = content(70_000, 7);
    byte[] nine = content(1, 9);

    SnapshotId first = take(store, 7, seven);
    SnapshotId second = take(store, 9, nine);

    assertThat(first).isEqualTo(SnapshotSamples.idOf(7, seven));
    assertThat(store.list()).containsExactly(second, first);
    assertThat(read(store, first)).contains(seven);
    SnapshotStore found = reopened();
    assertThat(found.list()).containsExactly(second, first);
    assertThat(read(found, first)).contains(seven);
    assertThat(read(found, second)).contains(nine);
  }

  @Test
  void aDraftIsNowhereBeforeItIsFinishedAndLeavesNothingIfItNeverIs() throws IOException {
    SnapshotStore store = open(directory);
    List<String> before = directory.list();

    try (SnapshotStore.Draft draft = store.begin(7)) {
      draft.write(content(1000, 1), 0, 1000);

      assertThat(store.list()).isEmpty();
    }

    assertThat(directory.list()).isEqualTo(before);
    assertThat(reopened().list()).isEmpty();
  }

  @Test
  void aDraftThatItsProcessLeftIsDeletedOnOpening() throws IOException {
    SnapshotStore store = open(directory);
    List<String> before = directory.list();
    store.begin(7).write(content(1000, 1), 0, 1000);
    assertThat(directory.list()).contains(OF_SLOT_7 + ".tmp");

    SnapshotStore found = reopened();

    assertThat(found.list()).isEmpty();
    assertThat(directory.list()).isEqualTo(before);
  }

  @Test
  void replacesASnapshotOfTheSameSlot() throws IOException {
    SnapshotStore store = open(directory);
    byte[] later = content(900, 2);

    SnapshotId old = take(store, 7, content(1000, 1));
    SnapshotId next = take(store, 7, later);

    assertThat(store.list()).containsExactly(next);
    assertThat(store.open(old)).isEmpty();
    assertThat(store.read(old, 0, 10)).isEmpty();
    store.remove(old);
    assertThat(read(store, next)).contains(later);
    assertThat(reopened().list()).containsExactly(next);
  }

  @Test
  void removesASnapshotThatIsThere() throws IOException {
    SnapshotStore store = open(directory);
    List<String> before = directory.list();
    SnapshotId gone = take(store, 7, content(1000, 1));
    SnapshotId stays = take(store, 8, content(1000, 2));

    store.remove(gone);
    store.remove(gone);

    assertThat(store.list()).containsExactly(stays);
    assertThat(store.open(gone)).isEmpty();
    assertThat(directory.list()).hasSize(before.size() + 1);
    assertThat(reopened().list()).containsExactly(stays);
  }

  @Test
  void readsPartsThatMakeUpTheWhole() throws IOException {
    SnapshotStore store = open(directory);
    byte[] content = content(1000, 1);
    SnapshotId snapshot = take(store, 7, content);

    assertThat(store.read(snapshot, 0, 400)).contains(Bytes.wrap(content, 0, 400));
    assertThat(store.read(snapshot, 400, 400)).contains(Bytes.wrap(content, 400, 400));
    assertThat(store.read(snapshot, 800, 400)).contains(Bytes.wrap(content, 800, 200));
    assertThat(store.read(snapshot, 1000, 400)).contains(Bytes.EMPTY);
    assertThat(store.read(snapshot, 1001, 400)).isEmpty();
    assertThat(store.read(new SnapshotId(7, 1000, 1), 0, 400)).isEmpty();
    assertThat(store.read(new SnapshotId(8, 1000, 1), 0, 400)).isEmpty();
  }

  @Test
  void noFlippedBitGoesUnnoticed() throws IOException {
    SnapshotId snapshot = take(open(directory), 7, content(700, 1));
    byte[] intact = directory.bytes(OF_SLOT_7);

    for (int at = 0; at < intact.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = intact.clone();
        damaged[at] ^= (byte) (1 << bit);
        SimulatedDirectory copy = TwoSegments.with(directory, OF_SLOT_7, damaged);

        FileSnapshots found = find(copy);

        if (at < SnapshotHeader.BYTES) {
          assertThat(found.list()).as("byte %d", at).isEmpty();
          assertThat(copy.list()).doesNotContain(OF_SLOT_7);
        } else {
          assertThat(found.list()).containsExactly(snapshot);
          assertThat(found.open(snapshot)).as("byte %d", at).isEmpty();
        }
      }
    }
  }

  @Test
  void noMissingEndGoesUnnoticed() throws IOException {
    SnapshotId snapshot = take(open(directory), 7, content(700, 1));
    byte[] intact = directory.bytes(OF_SLOT_7);

    for (int length = 0; length < intact.length; length++) {
      byte[] cut = Arrays.copyOf(intact, length);
      FileSnapshots found = find(TwoSegments.with(directory, OF_SLOT_7, cut));

      assertThat(found.list()).hasSize(length < SnapshotHeader.BYTES ? 0 : 1);
      assertThat(found.open(snapshot)).as("length %d", length).isEmpty();
      assertThat(found.read(snapshot, 0, 700)).as("length %d", length).isEmpty();
    }
  }

  @Test
  void damageDoneWhileTheLogIsOpenIsNoticedToo() throws IOException {
    SnapshotStore store = open(directory);
    SnapshotId snapshot = take(store, 7, content(700, 1));
    byte[] damaged = directory.bytes(OF_SLOT_7).clone();
    damaged[400] ^= 1;

    directory.damage(OF_SLOT_7, damaged);

    assertThat(store.open(snapshot)).isEmpty();
  }

  @Test
  void aSnapshotUnderTheNameOfAnotherSlotIsDropped() throws IOException {
    take(open(directory), 7, content(700, 1));
    directory.damage("snapshot-0000000000000000008.bin", directory.bytes(OF_SLOT_7));
    directory.lose(OF_SLOT_7);

    SnapshotStore found = reopened();

    assertThat(found.list()).isEmpty();
    assertThat(directory.list()).noneMatch(it -> it.startsWith("snapshot"));
  }

  @Test
  void aSnapshotOfAnotherClusterIsRefusedWithASentenceAndLeftWhereItIs() throws IOException {
    open(directory);
    SimulatedDirectory other = new SimulatedDirectory();
    FileSnapshots.in(other, new ClusterId("bills"), List.of()).begin(7).finish();
    directory.damage(OF_SLOT_7, other.bytes(OF_SLOT_7));
    SimulatedDirectory found = directory.copy();

    assertThatThrownBy(() -> open(found))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "/simulated/"
                + OF_SLOT_7
                + " is a snapshot of cluster bills, not of orders; move it away, it does not"
                + " belong here");

    assertThat(found.list()).contains(OF_SLOT_7);
    found.lose(OF_SLOT_7);
    assertThat(open(found).list()).isEmpty();
  }

  @Test
  void aSnapshotOfALaterFormatIsRefusedAsWhatItIs() throws IOException {
    take(open(directory), 7, content(700, 1));
    ByteBuffer later = ByteBuffer.wrap(directory.bytes(OF_SLOT_7).clone());
    later.putShort(4, (short) 2);
    CRC32C crc = new CRC32C();
    crc.update(later.slice(0, 124));
    later.putInt(124, (int) crc.getValue());
    SimulatedDirectory found = TwoSegments.with(directory, OF_SLOT_7, later.array());

    assertThatThrownBy(() -> open(found))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(OF_SLOT_7 + " is written in format 2");
    assertThat(found.list()).contains(OF_SLOT_7);
  }

  @Test
  void filesThatAreNoSnapshotsAreLeftAlone() throws IOException {
    open(directory);
    for (String name :
        List.of("snapshot-7.bin", "snapshot-9999999999999999999.bin", "my" + OF_SLOT_7)) {
      directory.damage(name, new byte[] {1});
    }

    assertThat(reopened().list()).isEmpty();
    assertThat(directory.list())
        .contains("snapshot-7.bin", "snapshot-9999999999999999999.bin", "my" + OF_SLOT_7);
  }

  @Test
  void anEmptySnapshotIsOneToo() throws IOException {
    SnapshotId snapshot = take(open(directory), 7, new byte[0]);

    SnapshotStore found = reopened();

    assertThat(found.list()).containsExactly(snapshot);
    assertThat(read(found, snapshot)).contains(new byte[0]);
  }

  @Test
  void beginsAgainOverADraftThatCouldNotBeDeleted() throws IOException {
    SnapshotStore store = open(directory);
    directory.damage(OF_SLOT_7 + ".tmp", new byte[] {1, 2, 3});

    SnapshotId snapshot = take(store, 7, content(700, 1));

    assertThat(read(store, snapshot)).contains(content(700, 1));
    assertThat(directory.list()).doesNotContain(OF_SLOT_7 + ".tmp");
  }
}
