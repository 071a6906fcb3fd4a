package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.promised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class PeersFileTest {

  private static final NodeId NODE_2 = NodeId.of(2);
  private static final NodeId NODE_3 = NodeId.of(3);
  private static final int COPY_DISTANCE = 1 << 14;

  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Acquaintance met(NodeId node, long boot) {
    return new Acquaintance(node, 0xabcdL * node.value(), boot, 77 + boot);
  }

  private static SimulatedNode opened(SimulatedDirectory directory) throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    return node;
  }

  /** A directory whose node has met both peers and was admitted. */
  private static SimulatedDirectory acquainted() throws IOException {
    SimulatedNode node = opened(new SimulatedDirectory());
    node.log().peers().note(met(NODE_2, 4), () -> {});
    node.log().peers().note(met(NODE_3, 5), () -> {});
    node.log().peers().admit(() -> {});
    node.threads().turns();
    node.close();
    return node.directory();
  }

  private static void assertAcquainted(SimulatedDirectory directory) throws IOException {
    SimulatedNode node = opened(directory);
    assertThat(node.log().peers().of(NODE_2)).contains(met(NODE_2, 4));
    assertThat(node.log().peers().of(NODE_3)).contains(met(NODE_3, 5));
    assertThat(node.log().peers().isAdmitted()).isTrue();
    node.close();
  }

  @Test
  void aNewDirectoryHasMetNobodyAndIsNotAdmitted() throws IOException {
    SimulatedNode node = opened(new SimulatedDirectory());

    assertThat(node.log().peers().of(NODE_2)).isEmpty();
    assertThat(node.log().peers().isAdmitted()).isFalse();
  }

  @Test
  void whatIsNotedIsSeenAtOnceAndFoundAgain() throws IOException {
    SimulatedNode node = opened(new SimulatedDirectory());
    PeerMemory peers = node.log().peers();

    peers.note(met(NODE_2, 3), () -> {});
    peers.note(met(NODE_2, 4), () -> {});
    peers.note(met(NODE_3, 5), () -> {});
    peers.admit(() -> {});

    assertThat(peers.of(NODE_2)).contains(met(NODE_2, 4));
    node.close();
    assertAcquainted(node.directory());
  }

  @Test
  void callbacksRunInTheirOrderOnTheLogsThreadAndNotBeforeItsSync() throws IOException {
    SimulatedNode node = opened(new SimulatedDirectory());
    List<String> told = new ArrayList<>();
    int before = node.directory().operations().size();

    node.log().append(List.of(promised(1)), () -> told.add("record"));
    node.log().peers().note(met(NODE_2, 3), () -> told.add("met"));
    node.log().peers().note(met(NODE_2, 3), () -> told.add("met again"));
    node.log().peers().admit(() -> told.add("admitted"));

    assertThat(told).isEmpty();
    assertThat(node.directory().operations()).hasSize(before);
    node.threads().turns();
    assertThat(told).containsExactly("record", "met", "met again", "admitted");
    assertThat(node.directory().operations().stream().filter("force peers"::equals))
        .as("three for making and opening the file, two for each of two changes")
        .hasSize(6);
  }

  @Test
  void aFailedSyncEndsTheLogAndNothingIsCalledBack() throws IOException {
    SimulatedNode node = opened(new SimulatedDirectory());
    List<String> told = new ArrayList<>();
    node.directory()
        .fault(
            operation -> {
              if (operation.equals("force peers")) {
                throw new IOException("Input/output error");
              }
            });

    node.log().peers().note(met(NODE_2, 3), () -> told.add("met"));
    node.log().append(List.of(promised(1)), () -> told.add("record"));
    node.threads().turns();

    assertThat(told).isEmpty();
    assertThat(node.failures()).hasSize(1);
    assertThat(node.failures().get(0))
        .startsWith("the log cannot write /simulated/peers: Input/output error");
  }

  /** Power cuts before every single operation on a file, with any sectors lost. */
  @Test
  void forgetsNothingThatWasCalledBackWhereverThePowerFails() throws IOException {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      SimulatedDirectory directory = new SimulatedDirectory();
      long[] durable = {0, 0};
      ended = livesUntil(operation, directory, durable);
      for (int seed = 0; seed < 6; seed++) {
        SimulatedDirectory after = directory.afterCrash(survival(31 * operation + seed));

        SimulatedNode next = opened(after);

        PeerMemory found = next.log().peers();
        long boot = found.of(NODE_2).map(Acquaintance::boot).orElse(0L);
        assertThat(boot).isGreaterThanOrEqualTo(durable[0]);
        assertThat(found.of(NODE_2)).isIn(found.of(NODE_2).map(any -> met(NODE_2, any.boot())));
        assertThat(found.isAdmitted() || durable[1] == 0).isTrue();
      }
    }
  }

  /** Rule D3. A killed process leaves in the system's cache what a power cut still undoes. */
  @Test
  void makesDurableWhatItFindsBeforeItIsBelieved() throws IOException {
    boolean ended = false;
    for (int operation = 0; !ended; operation++) {
      SimulatedDirectory directory = new SimulatedDirectory();
      ended = livesUntil(operation, directory, new long[2]);
      directory.killProcess();
      PeerMemory found = opened(directory).log().peers();

      SimulatedDirectory after = directory.afterCrash(SimulatedDirectory.NOTHING);

      PeerMemory left = opened(after).log().peers();
      assertThat(left.of(NODE_2)).isEqualTo(found.of(NODE_2));
      assertThat(left.isAdmitted()).isEqualTo(found.isAdmitted());
    }
  }

  private static boolean livesUntil(int operation, SimulatedDirectory directory, long[] durable) {
    int[] left = {operation};
    directory.fault(
        name -> {
          if (--left[0] < 0) {
            throw new PowerCut();
          }
        });
    SimulatedNode node = new SimulatedNode(directory);
    try {
      node.open();
      for (long boot = 1; boot <= 4; boot++) {
        long shown = boot;
        node.log().peers().note(met(NODE_2, boot), () -> durable[0] = shown);
        node.threads().turns();
        node.persist(promised(boot));
        if (boot == 2) {
          node.log().peers().admit(() -> durable[1] = 1);
          node.threads().turns();
        }
        if (!node.failures().isEmpty()) {
          return false;
        }
      }
      return left[0] >= 0;
    } catch (IOException | PowerCut e) {
      assertThat(e).isInstanceOf(PowerCut.class);
      return false;
    }
  }

  private static Survival survival(int seed) {
    if (seed % 6 == 0) {
      return SimulatedDirectory.EVERYTHING;
    }
    Random random = new Random(seed);
    return new Survival() {
      @Override
      public boolean keepsSector(String name, int sector) {
        return random.nextBoolean();
      }

      @Override
      public int keepsChanges(int changes) {
        return random.nextInt(changes + 1);
      }
    };
  }

  @Test
  void losingEitherCopyLosesNothing() throws IOException {
    for (int copy = 0; copy < 2; copy++) {
      SimulatedDirectory directory = acquainted();
      byte[] bad = directory.bytes("peers").clone();
      bad[copy * COPY_DISTANCE + 40] ^= 1;
      directory.damage("peers", bad);

      assertAcquainted(directory);

      bad = directory.bytes("peers").clone();
      bad[(1 - copy) * COPY_DISTANCE + 40] ^= 1;
      directory.damage("peers", bad);
      assertAcquainted(directory); // opening has made the first one whole again
    }
  }

  @Test
  void anyDamageIsMendedOrRefused() throws IOException {
    byte[] good = acquainted().bytes("peers");
    int refused = 0;
    for (int bytes = 0; bytes < good.length; bytes++) {
      SimulatedDirectory directory = acquainted();
      byte[] bad = Arrays.copyOf(good, bytes < COPY_DISTANCE ? bytes % 200 : bytes);
      directory.damage("peers", bad);
      try {
        assertAcquainted(directory);
      } catch (DamagedLogException e) {
        refused++;
        assertThat(e).hasMessageContaining("peers").hasMessageContaining("neither copy");
      }
      bytes += bytes > 200 && bytes < COPY_DISTANCE ? 500 : 0;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void theFileOfAnotherDirectoryIsRefused() throws IOException {
    SimulatedDirectory directory = acquainted();
    byte[] bytes = directory.bytes("peers").clone();
    for (int copy : new int[] {0, COPY_DISTANCE}) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, copy, 28 + 2 * 28 + 4).slice();
      buffer.putLong(8, 4711);
      CRC32C crc = new CRC32C();
      crc.update(buffer.slice(0, 84));
      buffer.putInt(84, (int) crc.getValue());
    }
    directory.damage("peers", bytes);

    assertThatThrownBy(() -> opened(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("peers belongs to another data directory");
  }

  @Test
  void aDirectoryOfAnEarlierReleaseKeepsItsRecordsAndAsksToBeVouchedFor() throws IOException {
    SimulatedNode node = opened(new SimulatedDirectory());
    node.persist(promised(1));
    node.close();
    node.directory().lose("peers");

    SimulatedNode next = opened(node.directory());

    assertThat(next.replayed()).containsExactly(promised(1));
    assertThat(next.log().peers().isAdmitted()).isFalse();
  }
}
