package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.testkit.simulation.Dice;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A directory in memory. A file loses any part of what was written and not synced, the directory
 * its latest changes of names. One thread only.
 */
public final class SimulatedDirectory implements StorageDirectory {

  private final String path;
  private final Dice dice;
  private final Names names = new Names();
  private final Mishaps mishaps = new Mishaps();
  private final Rotting rotting;
  private boolean isLocked;

  /**
   * Makes an empty one.
   *
   * @param path what people see in messages
   * @param dice says what survives
   */
  public SimulatedDirectory(String path, Dice dice) {
    this.path = path;
    this.dice = dice;
    this.rotting = new Rotting(names, dice);
  }

  // What goes wrong

  /** Power fails in the middle of the operation after so many more that change something. */
  public void losePowerAfter(long operations) {
    mishaps.losePowerAfter(operations);
  }

  /** Tells whether power has failed, and nothing works any more. */
  public boolean isPowerLost() {
    return mishaps.isPowerLost();
  }

  /** The next write or sync fails. */
  public void failNext() {
    mishaps.failNext();
  }

  /** From now on the files hold no more than so many bytes together. */
  public void capacityBytes(long bytes) {
    mishaps.capacityBytes(bytes);
  }

  /** Nothing goes wrong any more that has not gone wrong. */
  public void calm() {
    mishaps.calm();
  }

  /** A bit of the last file of such a name flips. Tells whether there is one. */
  public boolean rot(Predicate<String> which) {
    return rotting.flip(which);
  }

  /**
   * So many sectors of files of such names become garbage, which {@link #mend} takes back. Tells
   * whether there are any.
   */
  public boolean rotSectors(Predicate<String> which, int sectors) {
    return rotting.spoil(which, sectors);
  }

  /**
   * Takes back the garbage since {@link #bear}, and all that was never written over in the last
   * file of such a name, which may have had another name when it rotted. Tells whether there was
   * any.
   */
  public boolean mend(Predicate<String> which) {
    return rotting.mend(which);
  }

  /** What has become garbage stays so. */
  public void bear() {
    rotting.bear();
  }

  /** The process dies. What it wrote stays in the cache of the system, synced or not. */
  public void killProcess() {
    isLocked = false;
    if (isPowerLost()) {
      restartMachine();
    }
  }

  /** The power fails, if it has not yet, and comes back. */
  public void restartMachine() {
    isLocked = false;
    mishaps.restorePower();
    names.losePower(dice);
  }

  /** Returns an empty directory in the same place. */
  public SimulatedDirectory blank() {
    return new SimulatedDirectory(path, dice);
  }

  /** Returns another directory that holds what this one shows now, all of it durable. */
  public SimulatedDirectory copy() {
    SimulatedDirectory copy = blank();
    copy.names.copy(names);
    return copy;
  }

  /** Returns how many bytes the files hold. */
  public long bytes() {
    return names.bytes();
  }

  /** Returns how many operations have changed something. */
  public long operations() {
    return mishaps.operations();
  }

  // What the log asks for

  @Override
  public String pathOf(String name) {
    return path + "/" + name;
  }

  @Override
  public void create() throws IOException {
    mishaps.requirePower();
  }

  @Override
  public List<String> list() throws IOException {
    mishaps.requirePower();
    return names.all();
  }

  @Override
  public StorageFile createFile(String name) throws IOException {
    if (names.has(name)) {
      throw new FileAlreadyExistsException(pathOf(name));
    }
    Inode inode = new Inode();
    change(map -> map.put(name, inode));
    return new SimulatedFile(inode, names, mishaps, dice);
  }

  @Override
  public StorageFile openFile(String name) throws IOException {
    mishaps.requirePower();
    return new SimulatedFile(names.find(name, pathOf(name)), names, mishaps, dice);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    names.find(from, pathOf(from));
    change(
        map -> {
          Inode inode = map.remove(from);
          if (inode != null) {
            map.put(to, inode);
          }
        });
  }

  @Override
  public void delete(String name) throws IOException {
    names.find(name, pathOf(name));
    change(map -> map.remove(name));
  }

  private void change(Consumer<Map<String, Inode>> change) throws IOException {
    boolean isLast = mishaps.operate();
    if (!isLast || dice.chance(0.5)) {
      names.change(change);
    }
    mishaps.requirePower();
  }

  @Override
  public void force() throws IOException {
    boolean isLast = mishaps.operate();
    if (!isLast || dice.chance(0.5)) {
      names.force();
    }
    mishaps.requirePower();
  }

  @Override
  public Closeable lock(String name) throws IOException {
    mishaps.requirePower();
    if (isLocked) {
      throw new IOException(path + " is already open");
    }
    isLocked = true;
    return () -> isLocked = false;
  }

  @Override
  public String toString() {
    return path;
  }
}
