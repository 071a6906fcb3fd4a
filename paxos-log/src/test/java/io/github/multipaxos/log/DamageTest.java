package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
  void everyFlippedBitIsHarmlessOrToldOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of("identity", FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int at = 0; at < good.length; at++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << (at % 8));

        assertHonest(node, name, bad);
      }
    }
  }

  @Test
  void everyByteReplacedByZerosOrOnesIsHarmlessOrToldOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of(FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int at = 0; at < good.length; at++) {
        for (byte other : new byte[] {0, (byte) 0xff}) {
          byte[] bad = good.clone();
          bad[at] = other;

          assertHonest(node, name, bad);
        }
      }
    }
  }

  @Test
  void everyTruncatedSegmentIsToldOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    for (String name : List.of(FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int bytes = 0; bytes < good.length; bytes++) {
        Outcome outcome = assertHonest(node, name, Arrays.copyOf(good, bytes));

        assertThat(outcome).isEqualTo(name.equals(FIRST) ? Outcome.TOLD : Outcome.REFUSED);
      }
    }
  }

  @Test
  void everyTruncatedIdentityIsHarmlessOrRefused() throws IOException {
    SimulatedNode node = crashedNode();

    byte[] good = node.directory().bytes("identity");
    for (int bytes = 0; bytes < good.length; bytes += bytes < 256 ? 1 : 257) {
      assertThat(assertHonest(node, "identity", Arrays.copyOf(good, bytes)))
          .isNotEqualTo(Outcome.TOLD);
    }
  }

  @Test
  void everyLostSectorBelowTheWatermarkIsTold() throws IOException {
    SimulatedNode node = crashedNode();
    node.threads().idle();

    List<Outcome> lost = new ArrayList<>();
    for (String name : List.of(FIRST, SECOND)) {
      byte[] good = node.directory().bytes(name);
      for (int sector = 0; sector < good.length / 512; sector++) {
        byte[] bad = good.clone();
        Arrays.fill(bad, 512 * sector, 512 * (sector + 1), (byte) 0);
        lost.add(assertHonest(node, name, bad));
      }
    }
    assertThat(lost).contains(Outcome.HARMLESS, Outcome.TOLD);
    assertThat(Collections.frequency(lost, Outcome.REFUSED)).isEqualTo(1); // the last header
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

    List<LogRecord> replayed = SimulatedNode.recover(later);
    assertThat(ReplayCheck.hasLoss(replayed, node.acknowledged())).isTrue();
    assertThat(replayed)
        .endsWith(
            new Lost("/simulated/" + SECOND + " at offset " + 512 * (last - 3)),
            new Reached(Records.ballot(2), 5, 0));
  }

  private static int lastNonZeroSector(byte[] bytes) {
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    return last / 512;
  }

  @Test
  void aMissingSegmentIsToldUnlessItIsTheLast() throws IOException {
    SimulatedNode node = crashedNode();
    SimulatedDirectory withoutFirst = node.directory().copy();
    withoutFirst.lose(FIRST);
    SimulatedDirectory withoutLast = node.directory().copy();
    withoutLast.lose(SECOND);

    List<LogRecord> replayed = SimulatedNode.recover(withoutFirst);

    assertThat(ReplayCheck.hasLoss(replayed, node.acknowledged())).isTrue();
    assertThat(replayed).startsWith(new Lost("/simulated/" + FIRST + " at offset 0"));
    assertThatThrownBy(() -> SimulatedNode.recover(withoutLast))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(SECOND)
        .hasMessageContaining("missing");
  }

  @Test
  void aHeaderThatLeavesOutPartOfTheSegmentBeforeIsTold() throws IOException {
    SimulatedNode node = crashedNode();
    Owner owner = new Owner(Records.CLUSTER, Records.NODE, 0x1122334455667788L);
    byte[] bytes = node.directory().bytes(SECOND).clone();
    long firstSequence = ByteBuffer.wrap(bytes).getLong(40);
    byte[] forged = new SegmentHeader(owner, 2, 9 * 512, 512, 1536, firstSequence).encode().array();
    System.arraycopy(forged, 0, bytes, 0, forged.length);
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(SECOND, bytes);

    List<LogRecord> replayed = SimulatedNode.recover(directory);

    assertThat(ReplayCheck.hasLoss(replayed, node.acknowledged())).isTrue();
    assertThat(replayed).contains(new Lost("/simulated/" + FIRST + " at offset 1536"));
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
  void aFrameWrittenToAnotherPlaceIsNotReadThere() throws IOException {
    SimulatedNode node = crashedNode();
    byte[] bytes = node.directory().bytes(FIRST).clone();
    System.arraycopy(bytes, 1536, bytes, 512, 512);
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(FIRST, bytes);

    assertThat(SimulatedNode.recover(directory))
        .startsWith(new Lost("/simulated/" + FIRST + " at offset 512"))
        .containsAll(node.acknowledged());
  }

  @Test
  void aFrameWrittenOverAnotherIsFoundWhenItsSlotIsReadBack() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    node.persist(voted(1, 1, "one"));
    node.persist(voted(1, 2, "two"));
    byte[] bytes = node.directory().bytes(FIRST);

    System.arraycopy(bytes, 1536, bytes, 2048, 512);

    assertThatThrownBy(() -> node.read(1, 1))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST);
  }

  @Test
  void aFrameLeftOverFromAnEarlierLogOnTheSameDiskIsNotRead() throws IOException {
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
    System.arraycopy(directories.get(1).bytes(FIRST), 1536, bytes, 1536, 512);
    directories.get(0).damage(FIRST, bytes);

    assertThat(SimulatedNode.recover(directories.get(0)))
        .containsExactly(
            new Lost("/simulated/" + FIRST + " at offset 1536"),
            new Reached(Records.ballot(1), 1, 0));
  }

  @Test
  void aSegmentOfAnotherLogIsNotRead() throws IOException {
    SimulatedNode node = crashedNode();
    SimulatedDirectory other = new SimulatedDirectory();
    FileLog stranger = FileLog.in(other, SimulatedNode.SMALL, new ManualThreads(), () -> 99);
    stranger.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(FIRST, other.bytes(FIRST));

    List<LogRecord> replayed = SimulatedNode.recover(directory);

    assertThat(ReplayCheck.hasLoss(replayed, node.acknowledged())).isTrue();
    assertThat(replayed).startsWith(new Lost("/simulated/" + FIRST + " at offset 0"));
  }

  @Test
  void damageIsFoundWhenASlotIsReadBackToo() throws IOException {
    SimulatedNode node = crashedNode();
    byte[] bytes = node.directory().bytes(FIRST);

    bytes[1536 + 100] ^= 1;

    assertThatThrownBy(() -> node.read(1, 1))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("offset 1536");
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

        assertThat(assertHonest(node, "identity", garbled)).isEqualTo(Outcome.HARMLESS);
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

  private enum Outcome {
    HARMLESS,
    TOLD,
    REFUSED
  }

  /** Either every record is there, or it is told where some are lost, or the log does not open. */
  private static Outcome assertHonest(SimulatedNode node, String name, byte[] content)
      throws IOException {
    SimulatedDirectory directory = node.directory().copy();
    directory.damage(name, content);
    SimulatedNode reopened = new SimulatedNode(directory);
    try {
      long boot = reopened.open().boot();
      assertThat(boot).isGreaterThan(1);
    } catch (DamagedLogException e) {
      assertThat(e)
          .hasMessageContaining(name)
          .hasMessageContaining("at offset " + e.offset())
          .hasMessageContaining("paxos-log.jar verify /simulated");
      return Outcome.REFUSED;
    }
    boolean hasLoss = ReplayCheck.hasLoss(reopened.replayed(), node.acknowledged());
    reopened.persist(voted(9, 9, "nine"));
    reopened.close();
    List<LogRecord> again = new ArrayList<>(reopened.replayed());
    again.add(voted(9, 9, "nine"));
    assertThat(SimulatedNode.recover(directory)).isEqualTo(again);
    return hasLoss ? Outcome.TOLD : Outcome.HARMLESS;
  }
}
