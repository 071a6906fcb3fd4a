package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage to what was durable. Bit by bit, sector by sector, file by file. */
class DamageTest {

  private static final String FIRST = "segment-000000000001.log";
  private static final String SECOND = "segment-000000000002.log";

  private static final int COPY_DISTANCE = 1 << 14;

  /** Two segments, a frame of several sectors, and one batch that no fence follows. */
  private static SimulatedNode crashedNode() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    node.persist(promised(1), voted(1, 1, "one"));
    node.persist(voted(2, 1, "two".repeat(300)));
    node.persist(learnt(3, "three"));
    node.persist(voted(4, 2, "four".repeat(200)), new LogRecord.ChosenThrough(3));
    node.persist(voted(5, 2, "five".repeat(50) + "\0".repeat(1100) + "five".repeat(50)));
    assertThat(node.directory().list()).contains(SECOND).doesNotContain("segment-000000000003.log");
    return node;
  }

  @Test
  void everyFlippedBitIsHarmlessOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of("identity", FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int at = 0; at < good.length; at++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << (at % 8));

        assertIntactOrRefused(node, name, bad);
      }
    }
  }

  @Test
  void everyByteReplacedByZerosOrOnesIsHarmlessOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of(FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int at = 0; at < good.length; at++) {
        for (byte other : new byte[] {0, (byte) 0xff}) {
          byte[] bad = good.clone();
          bad[at] = other;

          assertIntactOrRefused(node, name, bad);
        }
      }
    }
  }

  @Test
  void everyTruncatedSegmentIsRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of(FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int bytes = 0; bytes < good.length; bytes++) {
        SimulatedDirectory directory = node.directory().copy();
        directory.damage(name, Arrays.copyOf(good, bytes));

        assertThatThrownBy(() -> SimulatedNode.recover(directory))
            .isInstanceOf(DamagedLogException.class)
            .hasMessageContaining(name)
            .hasMessageContaining("offset");
      }
    }
  }

  @Test
  void everyTruncatedIdentityIsHarmlessOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    byte[] good = node.directory().bytes("identity");
    for (int bytes = 0; bytes < good.length; bytes += bytes < 256 ? 1 : 257) {
      assertIntactOrRefused(node, "identity", Arrays.copyOf(good, bytes));
    }
  }

  @Test
  void everyLostSectorBelowTheWatermarkIsRefused() throws IOException {
    SimulatedNode node = crashedNode();
    node.threads().idle();

    List<String> lost = new ArrayList<>();
    for (String name : List.of(FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int sector = 0; sector < good.length / 512; sector++) {
        byte[] bad = good.clone();
        Arrays.fill(bad, 512 * sector, 512 * (sector + 1), (byte) 0);
        if (!assertIntactOrRefused(node, name, bad)) {
          lost.add(name + ":" + sector);
        }
      }
    }
    assertThat(lost).isNotEmpty();
  }

  @Test
  void aLostSectorOfTheLastBatchIsTakenForACutShortWriteUntilItIsFenced() throws IOException {
    SimulatedNode node = crashedNode();
    List<LogRecord> withoutLast = node.acknowledged().subList(0, node.acknowledged().size() - 1);
    byte[] good = node.directory().bytes(SECOND);
    int last = lastNonZeroSector(good);
    byte[] bad = good.clone();
    Arrays.fill(bad, 512 * last, 512 * (last + 1), (byte) 0);

    SimulatedDirectory unfenced = node.directory().copy();
    unfenced.damage(SECOND, bad);

    assertThat(SimulatedNode.recover(unfenced)).isEqualTo(withoutLast);

    node.threads().idle();
    byte[] fenced = node.directory().bytes(SECOND).clone();
    Arrays.fill(fenced, 512 * last, 512 * (last + 1), (byte) 0);
    SimulatedDirectory later = node.directory().copy();
    later.damage(SECOND, fenced);

    assertThatThrownBy(() -> SimulatedNode.recover(later))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(SECOND)
        .hasMessageContaining("offset " + (512 * (last - 3)));
  }

  private static int lastNonZeroSector(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last / 512;
  }

  @Test
  void aMissingSegmentIsRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of(FIRST, SECOND)) {
      SimulatedDirectory directory = node.directory().copy();
      directory.lose(name);

      assertThatThrownBy(() -> SimulatedNode.recover(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("missing");
    }
  }

  @Test
  void aHeaderThatLeavesOutPartOfTheSegmentBeforeIsRefused() throws IOException {
    SimulatedNode node = crashedNode();
    Owner owner = new Owner(Records.CLUSTER, Records.NODE, 0x1122334455667788L);
    byte[] bytes = node.directory().bytes(SECOND).clone();
    long firstSequence = ByteBuffer.wrap(bytes).getLong(40);
    byte[] forged = new SegmentHeader(owner, 2, 8 * 512, 512, 1024, firstSequence).encode().array();
    System.arraycopy(forged, 0, bytes, 0, forged.length);
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(SECOND, bytes);

    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("offset 1024");
  }

  @Test
  void aMissingIdentityIsRefused() throws IOException {
    SimulatedNode node = crashedNode();
    SimulatedDirectory directory = node.directory().copy();
    directory.lose("identity");

    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("identity")
        .hasMessageContaining("missing");
  }

  @Test
  void aFrameWrittenToAnotherPlaceIsRefused() throws IOException {
    SimulatedNode node = crashedNode();
    byte[] bytes = node.directory().bytes(FIRST).clone();
    System.arraycopy(bytes, 1024, bytes, 512, 512);
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(FIRST, bytes);

    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("offset 512");
  }

  @Test
  void aFrameWrittenOverAnotherIsFoundWhenItsSlotIsReadBack() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    node.persist(voted(1, 1, "one"));
    node.persist(voted(1, 2, "two"));
    byte[] bytes = node.directory().bytes(FIRST);

    System.arraycopy(bytes, 1024, bytes, 1536, 512);

    assertThatThrownBy(() -> node.read(1, 1))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST);
  }

  @Test
  void aFrameLeftOverFromAnEarlierLogOnTheSameDiskIsRefused() throws IOException {
    List<SimulatedDirectory> directories = new ArrayList<>();
    for (long incarnation : new long[] {98, 99}) {
      SimulatedDirectory directory = new SimulatedDirectory();
      ManualThreads threads = new ManualThreads();
      FileLog log = FileLog.in(directory, SimulatedNode.SMALL, threads, () -> incarnation);
      log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
      log.append(List.of(voted(1, 1, "of " + incarnation)), () -> {});
      log.close();
      directories.add(directory);
    }
    byte[] bytes = directories.get(0).bytes(FIRST).clone();
    System.arraycopy(directories.get(1).bytes(FIRST), 1024, bytes, 1024, 512);
    directories.get(0).damage(FIRST, bytes);

    assertThatThrownBy(() -> SimulatedNode.recover(directories.get(0)))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("offset 1024");
  }

  @Test
  void aSegmentOfAnotherLogIsRefused() throws IOException {
    SimulatedNode node = crashedNode();
    SimulatedDirectory other = new SimulatedDirectory();
    FileLog stranger = FileLog.in(other, SimulatedNode.SMALL, new ManualThreads(), () -> 99);
    stranger.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(FIRST, other.bytes(FIRST));

    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("incarnation=99");
  }

  @Test
  void damageIsFoundWhenASlotIsReadBackToo() throws IOException {
    SimulatedNode node = crashedNode();
    byte[] bytes = node.directory().bytes(FIRST);

    bytes[1024 + 100] ^= 1;

    assertThatThrownBy(() -> node.read(1, 1))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("offset 1024");
  }

  @Test
  void losingAnyCopyOfTheIdentityNeverGivesABootCountOutTwice() throws IOException {
    for (int rounds = 0; rounds < 1 << 6; rounds++) {
      SimulatedNode node = crashedNode();
      node.close();
      long boot = 1;
      for (int round = 0; round < 6; round++) {
        byte[] bad = node.directory().bytes("identity").clone();
        bad[(rounds >> round & 1) * COPY_DISTANCE + 40] ^= 1;
        node.directory().damage("identity", bad);

        SimulatedNode next = new SimulatedNode(node.directory());
        long given = next.open().boot();
        next.close();

        assertThat(given).isGreaterThan(boot);
        boot = given;
      }
    }
  }

  @Test
  void aWriteOfTheIdentityThatLeavesGarbageDestroysOneCopyOnly() throws IOException {
    for (int force = 1; force <= 2; force++) {
      for (int damagedBefore = -1; damagedBefore <= 1; damagedBefore++) {
        SimulatedNode node = crashedNode();
        SimulatedDirectory directory = node.directory().copy();
        if (damagedBefore >= 0) {
          byte[] bad = directory.bytes("identity").clone();
          bad[damagedBefore * COPY_DISTANCE + 40] ^= 1;
          directory.damage("identity", bad);
        }

        byte[] garbled = garbledAtForce(directory, force);

        assertThat(assertIntactOrRefused(node, "identity", garbled)).isTrue();
      }
    }
  }

  /** Returns the identity after a power cut that left garbage in whatever was not synced. */
  private static byte[] garbledAtForce(SimulatedDirectory directory, int force) {
    int[] left = {force};
    directory.fault(
        operation -> {
          if (operation.equals("force identity") && --left[0] == 0) {
            throw new IOException("the power fails");
          }
        });
    assertThatThrownBy(() -> SimulatedNode.recover(directory))
        .hasMessageContaining("the power fails");
    byte[] bad = directory.bytes("identity").clone();
    for (int sector : directory.unsynced("identity")) {
      Arrays.fill(bad, 512 * sector, Math.min(bad.length, 512 * (sector + 1)), (byte) 0x5a);
    }
    return bad;
  }

  /** Returns whether the log opened; if so, every record is there. */
  private static boolean assertIntactOrRefused(SimulatedNode node, String name, byte[] content)
      throws IOException {
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(name, content);
    SimulatedNode reopened = new SimulatedNode(directory);
    try {
      long boot = reopened.open().boot();
      assertThat(boot).isGreaterThan(1);
    } catch (DamagedLogException e) {
      assertThat(e).hasMessageContaining(name).hasMessageContaining("at offset " + e.offset());
      return false;
    }
    assertThat(reopened.replayed()).isEqualTo(node.acknowledged());
    reopened.close();
    return true;
  }
}
