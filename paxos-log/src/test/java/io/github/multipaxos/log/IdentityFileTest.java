package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.log.SimulatedDirectory.Survival;
import io.github.multipaxos.model.Boots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What the identity file keeps of whose each boot was. */
class IdentityFileTest {

  private static final int COPY_DISTANCE = 1 << 14;
  private static final int MANY = 300;

  /** Opens it as a log does, for that process, and returns the boots that it may show. */
  private static Boots boot(SimulatedDirectory directory, long process) throws IOException {
    try (IdentityFile file = IdentityFile.open(directory, Records.CLUSTER, Records.NODE)) {
      file.raiseBoot(process, 1);
      return file.identity().boots();
    }
  }

  /** Returns one whose boots belong to the processes 1, 2, and so on. */
  private static SimulatedDirectory opened(int boots) throws IOException {
    SimulatedDirectory directory = new SimulatedDirectory();
    IdentityFile.create(directory, Records.CLUSTER, Records.NODE, () -> 7);
    for (long process = 1; process <= boots; process++) {
      boot(directory, process);
    }
    return directory;
  }

  private static List<Long> latest(long process) {
    List<Long> processes = new ArrayList<>();
    for (long each = process; each > 0 && processes.size() < Boots.MOST; each--) {
      processes.add(each);
    }
    return processes;
  }

  @Test
  void remembersWhoseTheLatestBootsWere() throws IOException {
    for (int boots : new int[] {1, 2, 255, 256, 257, 600}) {
      assertThat(boot(opened(boots - 1), boots)).isEqualTo(new Boots(boots, latest(boots)));
    }
  }

  @Test
  void keepsThemWhenSomethingElseChanges() throws IOException {
    SimulatedDirectory directory = opened(3);

    try (IdentityFile file = IdentityFile.open(directory, Records.CLUSTER, Records.NODE)) {
      file.advanceTo(9);
      file.beginWith(4);
    }

    assertThat(boot(directory, 4)).isEqualTo(new Boots(4, latest(4)));
  }

  @Test
  void everyDirectoryDrawsANumberAtEachOpening() throws IOException {
    SimulatedDirectory directory = new SimulatedDirectory();
    SimulatedNode one = new SimulatedNode(directory);
    Boots first = one.open().boots();
    one.close();
    List<Long> numbers = new ArrayList<>(List.of(55L));

    FileLog log =
        FileLog.in(directory, SimulatedNode.SMALL, new ManualThreads(), () -> numbers.remove(0));
    Boots second =
        log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {}).boots();
    log.close();

    assertThat(second).isEqualTo(first.opened(55));
  }

  /**
   * The power fails at any write or sync of an opening, and leaves any of what was not synced. Each
   * process that could have said something must be found again.
   */
  @Test
  void aPowerCutForgetsNoProcessThatMayHaveSpoken() throws IOException {
    SimulatedDirectory before = opened(MANY);
    int lost = 0;
    for (int operations = 0; operations <= 4; operations++) {
      for (int sectors = 0; sectors < 1 << 5; sectors++) {
        SimulatedDirectory directory = before.copy();
        directory.fault(PowerCut.after(operations));
        boolean mayHaveSpoken = true;
        try {
          boot(directory, MANY + 1);
        } catch (PowerCut e) {
          mayHaveSpoken = false;
        }

        Boots next = boot(directory.afterCrash(keeping(sectors)), 4711);

        Boots unknown = new Boots(MANY, latest(MANY)).opened(4711);
        Boots known = new Boots(MANY + 1, latest(MANY + 1)).opened(4711);
        assertThat(next).isIn(mayHaveSpoken ? List.of(known) : List.of(known, unknown));
        lost += next.equals(unknown) ? 1 : 0;
      }
    }
    assertThat(lost).isPositive();
  }

  private static Survival keeping(int sectors) {
    return new Survival() {
      @Override
      public boolean keepsSector(String name, int sector) {
        return (sectors >> sector % (COPY_DISTANCE / 512) & 1) != 0;
      }

      @Override
      public int keepsChanges(int changes) {
        return changes;
      }
    };
  }

  /** Or a node could not be started on a disk that is full. */
  @Test
  void needsNoMoreSpaceHoweverOftenItIsOpened() throws IOException {
    SimulatedDirectory directory = opened(0);
    directory.capacityBytes(directory.bytes("identity").length);

    for (long process = 1; process <= MANY; process++) {
      assertThat(boot(directory, process).boot()).isEqualTo(process);
    }
  }

  /** Either copy may be lost later, with whatever is wrong in it. */
  @Test
  void oneDamagedByteCostsNothing() throws IOException {
    SimulatedDirectory good = opened(3);
    for (int copy = 0; copy < 2; copy++) {
      for (int at = 0; at < 128 + 3 * 8; at++) {
        byte[] bad = good.bytes("identity").clone();
        bad[copy * COPY_DISTANCE + at] ^= 0x10;
        SimulatedDirectory directory = good.copy();
        directory.damage("identity", bad);

        assertThat(boot(directory, 4)).as("%s %s", copy, at).isEqualTo(new Boots(4, latest(4)));
      }
    }
  }

  /** It could not say whose its boots were, and nobody could tell it from a copy. */
  @Test
  void aFileOfTheFirstFormatIsRefusedForWhatItIs() throws IOException {
    SimulatedDirectory directory = new SimulatedDirectory();
    IdentityFile.create(directory, Records.CLUSTER, Records.NODE, () -> 7);
    byte[] bytes = directory.bytes("identity").clone();
    for (int copy : new int[] {0, COPY_DISTANCE}) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, copy, 128).slice();
      buffer.putShort(4, (short) 1);
      CRC32C crc = new CRC32C();
      crc.update(buffer.slice(0, 124));
      buffer.putInt(124, (int) crc.getValue());
    }
    directory.damage("identity", bytes);

    assertThatThrownBy(() -> boot(directory, 1))
        .isInstanceOf(OtherFormatException.class)
        .hasMessageContaining("identity is written in format 1");
  }
}
