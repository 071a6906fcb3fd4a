package io.github.multipaxos.testkit.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.testkit.simulation.Dice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDirectoryTest {
  private static final int SECTOR = Inode.SECTOR_BYTES;

  private static SimulatedDirectory directory(long seed) {
    return new SimulatedDirectory("/simulated", new Dice(seed));
  }

  private static StorageFile durableFile(SimulatedDirectory directory) throws IOException {
    StorageFile file = directory.createFile("a");
    file.allocate(4 * SECTOR);
    file.force(true);
    directory.force();
    return file;
  }

  private static ByteBuffer sectors(int count, int value) {
    byte[] bytes = new byte[count * SECTOR];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static List<Integer> content(SimulatedDirectory directory) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(4 * SECTOR);
    directory.openFile("a").read(all, 0);
    List<Integer> values = new ArrayList<>();
    for (int sector = 0; sector < 4; sector++) {
      values.add((int) all.get(sector * SECTOR));
    }
    return values;
  }

  @Test
  void keepsWhatWasSynced() throws IOException {
    SimulatedDirectory directory = directory(1);
    StorageFile file = durableFile(directory);
    file.write(sectors(4, 7), 0);
    file.force(false);

    directory.restartMachine();

    assertThat(content(directory)).containsExactly(7, 7, 7, 7);
  }

  @Test
  void losesAnySectorsThatWereNotSynced() throws IOException {
    Set<List<Integer>> seen = new HashSet<>();
    for (long seed = 0; seed < 400; seed++) {
      SimulatedDirectory directory = directory(seed);
      durableFile(directory).write(sectors(4, 7), 0);
      directory.restartMachine();
      seen.add(content(directory));
    }

    assertThat(seen).hasSize(16); // every subset of the four
  }

  @Test
  void keepsInTheCacheWhatAKilledProcessWrote() throws IOException {
    SimulatedDirectory directory = directory(1);
    durableFile(directory).write(sectors(4, 7), 0);

    directory.killProcess();

    assertThat(content(directory)).containsExactly(7, 7, 7, 7);
  }

  @Test
  void losesNamesThatWereNotSynced() throws IOException {
    Set<List<String>> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDirectory directory = directory(seed);
      durableFile(directory);
      directory.createFile("b");
      directory.rename("a", "c");
      directory.restartMachine();
      seen.add(directory.list());
    }

    assertThat(seen).containsExactlyInAnyOrder(List.of("a"), List.of("a", "b"), List.of("b", "c"));
  }

  @Test
  void showsAfterAFailedSyncWhatMayNotBeOnTheDisk() throws IOException {
    int lost = 0;
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDirectory directory = directory(seed);
      StorageFile file = durableFile(directory);
      file.write(sectors(4, 7), 0);
      directory.failNext();
      assertThatThrownBy(() -> file.force(false)).isInstanceOf(IOException.class);
      file.force(false); // says that all is well
      assertThat(content(directory)).containsExactly(7, 7, 7, 7);
      directory.restartMachine();
      lost += content(directory).contains(0) ? 1 : 0;
    }

    assertThat(lost).isBetween(20, 99);
  }

  @Test
  void cutsAWriteShortBetweenSectorsWhenPowerFails() throws IOException {
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDirectory directory = directory(seed);
      StorageFile file = durableFile(directory);
      directory.losePowerAfter(0);

      assertThatThrownBy(() -> file.write(sectors(3, 7), SECTOR)).hasMessageContaining("no power");
      assertThatThrownBy(directory::list).hasMessageContaining("no power");
      assertThat(directory.isPowerLost()).isTrue();
      directory.killProcess();

      assertThat(content(directory)).allMatch(value -> value == 0 || value == 7);
    }
  }

  @Test
  void refusesMoreThanItHolds() throws IOException {
    SimulatedDirectory directory = directory(1);
    StorageFile file = durableFile(directory);
    directory.capacityBytes(directory.bytes());

    file.write(sectors(4, 7), 0);
    assertThatThrownBy(() -> file.allocate(5 * SECTOR)).hasMessageContaining("no space left");
    directory.calm();
    file.allocate(5 * SECTOR);
  }

  @Test
  void keepsWhatWasWrittenDurablyAndNothingElseForThat() throws IOException {
    Set<List<Integer>> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDirectory directory = directory(seed);
      StorageFile file = durableFile(directory);
      file.write(sectors(1, 5), 0);

      file.writeDurably(sectors(2, 7), SECTOR);
      directory.restartMachine();

      seen.add(content(directory));
    }

    assertThat(seen).containsExactlyInAnyOrder(List.of(0, 7, 7, 0), List.of(5, 7, 7, 0));
  }

  @Test
  void losesAnyPartOfADurableWriteThatThePowerFailsIn() throws IOException {
    Set<List<Integer>> seen = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      SimulatedDirectory directory = directory(seed);
      StorageFile file = durableFile(directory);
      directory.losePowerAfter(0);

      assertThatThrownBy(() -> file.writeDurably(sectors(2, 7), SECTOR))
          .isInstanceOf(IOException.class);
      directory.restartMachine();

      seen.add(content(directory));
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            List.of(0, 0, 0, 0), List.of(0, 7, 0, 0), List.of(0, 0, 7, 0), List.of(0, 7, 7, 0));
  }

  @Test
  void takesBackBorneGarbageOfTheLastFileWhereNothingWasWrittenOverIt() throws IOException {
    SimulatedDirectory directory = directory(1);
    StorageFile file = durableFile(directory);
    file.write(sectors(4, 7), 0);
    file.force(true);
    while (content(directory).contains(7)) {
      directory.rotSectors(name -> name.equals("a"), 1);
    }
    directory.bear();
    directory.rename("a", "b");
    file.write(sectors(1, 5), 0);
    file.write(sectors(1, 6), 512);
    file.force(true);
    file.write(sectors(1, 5), 1024); // and loses power

    assertThat(directory.mend(name -> name.equals("a"))).isFalse();
    directory.force();
    directory.restartMachine();
    boolean isMended = directory.mend(name -> name.equals("b"));

    assertThat(isMended).isTrue();
    try (StorageFile mended = directory.openFile("b")) {
      ByteBuffer bytes = ByteBuffer.allocate(2048);
      mended.read(bytes, 0);
      assertThat(bytes.get(0)).isEqualTo((byte) 5);
      assertThat(bytes.get(512)).isEqualTo((byte) 6);
      assertThat(bytes.get(1024)).isIn((byte) 5, (byte) 7);
      assertThat(bytes.get(1536)).isEqualTo((byte) 7);
    }
    assertThat(directory.mend(name -> name.equals("b"))).isFalse();
  }
}
