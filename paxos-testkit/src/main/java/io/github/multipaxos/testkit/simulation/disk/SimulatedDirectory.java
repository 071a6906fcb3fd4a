package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.testkit.simulation.Dice;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A directory in memory. A file loses any part of what was written and not synced, the directory
 * its latest changes of names. One thread only.
 */
public final class SimulatedDirectory implements StorageDirectory {

  private static final long NEVER = Long.MAX_VALUE;

  private final String path;
  private final Dice dice;
  private final Map<String, Inode> names = new TreeMap<>();
  private final Map<String, Inode> durableNames = new TreeMap<>();
  private final List<Consumer<Map<String, Inode>>> changes = new ArrayList<>();
  private final List<Rot> rots = new ArrayList<>();
  private final List<Rot> borne = new ArrayList<>();
  private long operationsLeft = NEVER;
  private long capacityBytes = NEVER;
  private boolean failsNext;
  private boolean isPowerLost;
  private boolean isLocked;
  private long operations;

  /**
   * Makes an empty one.
   *
   * @param path what people see in messages
   * @param dice says what survives
   */
  public SimulatedDirectory(String path, Dice dice) {
    this.path = path;
    this.dice = dice;
  }

  // What goes wrong

  /** Power fails in the middle of the operation after so many more that change something. */
  public void losePowerAfter(long operations) {
    operationsLeft = operations;
  }

  /** Tells whether power has failed, and nothing works any more. */
  public boolean isPowerLost() {
    return isPowerLost;
  }

  /** The next write or sync fails. */
  public void failNext() {
    failsNext = true;
  }

  /** From now on the files hold no more than so many bytes together. */
  public void capacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  /** Nothing goes wrong any more that has not gone wrong. */
  public void calm() {
    operationsLeft = NEVER;
    capacityBytes = NEVER;
    failsNext = false;
  }

  /** A bit of the last file of such a name flips. Tells whether there is one. */
  public boolean rot(Predicate<String> which) {
    Inode last = null;
    for (var entry : names.entrySet()) {
      if (which.test(entry.getKey()) && entry.getValue().size() > 0) {
        last = entry.getValue();
      }
    }
    if (last != null) {
      last.rot(dice.below(last.size()));
    }
    return last != null;
  }

  /**
   * So many sectors of files of such names become garbage, which {@link #mend} takes back. Tells
   * whether there are any.
   */
  public boolean rotSectors(Predicate<String> which, int sectors) {
    List<Inode> files = new ArrayList<>();
    names.forEach(
        (name, inode) -> {
          if (which.test(name) && inode.size() > 0) {
            files.add(inode);
          }
        });
    for (int i = 0; i < sectors && !files.isEmpty(); i++) {
      Inode file = files.get(dice.below(files.size()));
      Rot rot = new Rot(file, dice.below(file.size()), (byte) dice.between(1, 255));
      if (!file.isRotten(rot.at())) {
        file.rotSector(rot.at(), rot.bits());
        rots.add(rot);
      }
    }
    return !files.isEmpty();
  }

  /**
   * Takes back the garbage since {@link #bear}, and all that was never written over in the last
   * file of such a name, which may have had another name when it rotted. Tells whether there was
   * any.
   */
  public boolean mend(Predicate<String> which) {
    Inode last = null;
    for (var entry : names.entrySet()) {
      last = which.test(entry.getKey()) ? entry.getValue() : last;
    }
    Inode doubted = last;
    List<Rot> mended = new ArrayList<>(rots);
    borne.stream().filter(rot -> rot.inode() == doubted).forEach(mended::add);
    mended.removeIf(rot -> !rot.inode().isRotten(rot.at()));
    mended.forEach(rot -> rot.inode().mendSector(rot.at(), rot.bits()));
    rots.clear();
    return !mended.isEmpty();
  }

  /** What has become garbage stays so. */
  public void bear() {
    borne.removeIf(rot -> !rot.inode().isRotten(rot.at()));
    borne.addAll(rots);
    rots.clear();
  }

  private record Rot(Inode inode, int at, byte bits) {}

  /** The process dies. What it wrote stays in the cache of the system, synced or not. */
  public void killProcess() {
    isLocked = false;
    if (isPowerLost) {
      restartMachine();
    }
  }

  /** The power fails, if it has not yet, and comes back. */
  public void restartMachine() {
    isLocked = false;
    isPowerLost = false;
    operationsLeft = NEVER;
    int kept = dice.below(changes.size() + 1);
    changes.subList(0, kept).forEach(change -> change.accept(durableNames));
    changes.clear();
    names.clear();
    names.putAll(durableNames);
    names.values().forEach(inode -> inode.losePower(dice));
  }

  /** Returns an empty directory in the same place. */
  public SimulatedDirectory blank() {
    return new SimulatedDirectory(path, dice);
  }

  /** Returns another directory that holds what this one shows now, all of it durable. */
  public SimulatedDirectory copy() {
    SimulatedDirectory copy = blank();
    names.forEach((name, inode) -> copy.names.put(name, inode.copy()));
    copy.durableNames.putAll(copy.names);
    return copy;
  }

  /** Returns how many bytes the files hold. */
  public long bytes() {
    return names.values().stream().mapToLong(Inode::size).sum();
  }

  /** Returns how many operations have changed something. */
  public long operations() {
    return operations;
  }

  /** Comes before everything that changes something. Returns whether power fails over it. */
  private boolean operate() throws IOException {
    requirePower();
    operations++;
    if (operationsLeft != NEVER && operationsLeft-- <= 0) {
      isPowerLost = true;
    }
    return isPowerLost;
  }

  private void requirePower() throws IOException {
    if (isPowerLost) {
      throw new IOException("the machine has no power");
    }
  }

  private void change(Consumer<Map<String, Inode>> change) throws IOException {
    boolean isLast = operate();
    if (!isLast || dice.chance(0.5)) {
      change.accept(names);
      changes.add(change);
    }
    requirePower();
  }

  private void claim(long moreBytes) throws IOException {
    if (moreBytes > 0 && capacityBytes != NEVER && bytes() + moreBytes > capacityBytes) {
      throw new IOException("no space left on device");
    }
  }

  private boolean takeFailure() {
    boolean fails = failsNext;
    failsNext = false;
    return fails;
  }

  // What the log asks for

  @Override
  public String pathOf(String name) {
    return path + "/" + name;
  }

  @Override
  public void create() throws IOException {
    requirePower();
  }

  @Override
  public List<String> list() throws IOException {
    requirePower();
    return List.copyOf(names.keySet());
  }

  @Override
  public StorageFile createFile(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(pathOf(name));
    }
    Inode inode = new Inode();
    change(map -> map.put(name, inode));
    return new SimulatedFile(inode);
  }

  @Override
  public StorageFile openFile(String name) throws IOException {
    requirePower();
    return new SimulatedFile(find(name));
  }

  private Inode find(String name) throws IOException {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new NoSuchFileException(pathOf(name));
    }
    return inode;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    find(from);
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
    find(name);
    change(map -> map.remove(name));
  }

  @Override
  public void force() throws IOException {
    boolean isLast = operate();
    if (!isLast || dice.chance(0.5)) {
      changes.clear();
      durableNames.clear();
      durableNames.putAll(names);
    }
    requirePower();
  }

  @Override
  public Closeable lock(String name) throws IOException {
    requirePower();
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

  private final class SimulatedFile implements StorageFile {
    private final Inode inode;

    SimulatedFile(Inode inode) {
      this.inode = inode;
    }

    @Override
    public long size() throws IOException {
      requirePower();
      return inode.size();
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
      requirePower();
      int bytes = (int) Math.max(0, Math.min(target.remaining(), inode.size() - offset));
      if (bytes > 0) {
        target.put(inode.cached(), (int) offset, bytes);
      }
      return bytes;
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
      boolean isLast = operate();
      claim(offset + source.remaining() - inode.size());
      boolean fails = takeFailure();
      int written = isLast || fails ? partOf(source, offset) : source.remaining();
      byte[] bytes = new byte[written];
      source.get(bytes);
      inode.write(bytes, (int) offset);
      requirePower();
      if (fails) {
        throw new IOException("input/output error");
      }
    }

    /** Cut short, any of its sectors may have reached the disk. */
    @Override
    public void writeDurably(ByteBuffer source, long offset) throws IOException {
      operate(); // if power fails over it, what was written is there and not durable
      int bytes = source.remaining();
      claim(offset + bytes - inode.size());
      boolean fails = takeFailure();
      byte[] content = new byte[bytes];
      source.get(content);
      inode.write(content, (int) offset);
      requirePower();
      if (fails) {
        inode.failToForce(dice);
        throw new IOException("input/output error");
      }
      inode.force((int) offset, bytes);
    }

    /** A write is cut short between two sectors: a disk writes each whole, or not at all. */
    private int partOf(ByteBuffer source, long offset) {
      long end = offset + dice.below(source.remaining() + 1);
      return (int) Math.max(0, end - end % Inode.SECTOR_BYTES - offset);
    }

    @Override
    public void allocate(long bytes) throws IOException {
      boolean isLast = operate();
      claim(bytes - inode.size());
      inode.resize(isLast ? (int) dice.between(inode.size(), bytes) : (int) bytes);
      requirePower();
    }

    @Override
    public void truncate(long bytes) throws IOException {
      operate();
      inode.resize((int) bytes);
      requirePower();
    }

    @Override
    public void force(boolean metadata) throws IOException {
      boolean isLast = operate();
      if (takeFailure()) {
        inode.failToForce(dice);
        throw new IOException("input/output error");
      }
      if (!isLast || dice.chance(0.5)) {
        inode.force();
      }
      requirePower();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
