package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A directory in memory that forgets what was never synced. Files lose any subset of their unsynced
 * sectors; the directory loses its latest unsynced changes of names.
 */
final class SimulatedDirectory implements StorageDirectory {

  static final int SECTOR_BYTES = 512;

  private final Map<String, Inode> names = new TreeMap<>();
  private final Map<String, Inode> durableNames = new TreeMap<>();
  private final List<UnaryOperator<Map<String, Inode>>> changes = new ArrayList<>();
  private final List<String> operations = new ArrayList<>();
  private Fault fault = operation -> {};
  private long capacityBytes = Long.MAX_VALUE;
  private boolean locked;

  /** Comes before every operation that changes something, and may throw instead. */
  interface Fault {
    void before(String operation) throws IOException;
  }

  /** Decides what a crash leaves of what was not synced. */
  interface Survival {
    boolean keepsSector(String name, int sector);

    int keepsChanges(int changes);
  }

  static final Survival NOTHING = survival(false);
  static final Survival EVERYTHING = survival(true);

  private static Survival survival(boolean keeps) {
    return new Survival() {
      @Override
      public boolean keepsSector(String name, int sector) {
        return keeps;
      }

      @Override
      public int keepsChanges(int changes) {
        return keeps ? changes : 0;
      }
    };
  }

  /** The content of a file, as the system sees it and as the disk has it. */
  private static final class Inode {
    private byte[] cached = {};
    private byte[] durable = {};
    private final TreeSet<Integer> dirty = new TreeSet<>();

    void write(byte[] bytes, int offset) {
      resize(Math.max(cached.length, offset + bytes.length));
      System.arraycopy(bytes, 0, cached, offset, bytes.length);
      touch(offset, bytes.length);
    }

    void resize(int bytes) {
      int before = cached.length;
      cached = Arrays.copyOf(cached, bytes);
      if (bytes > before) {
        touch(before, bytes - before);
      }
    }

    private void touch(int offset, int bytes) {
      for (int at = offset / SECTOR_BYTES; at * SECTOR_BYTES < offset + bytes; at++) {
        dirty.add(at);
      }
    }

    /** Writes what is taken for unsynced, and nothing else. */
    void force() {
      durable = Arrays.copyOf(durable, cached.length);
      for (int sector : dirty) {
        int offset = sector * SECTOR_BYTES;
        int bytes = Math.min(SECTOR_BYTES, cached.length - offset);
        if (bytes > 0) {
          System.arraycopy(cached, offset, durable, offset, bytes);
        }
      }
      dirty.clear();
    }

    /** Makes the sectors of that range durable, and no others. */
    void force(int offset, int bytes) {
      Set<Integer> others = new TreeSet<>(dirty);
      others.removeIf(
          sector -> sector >= offset / SECTOR_BYTES && sector * SECTOR_BYTES < offset + bytes);
      dirty.removeAll(others);
      force();
      dirty.addAll(others);
    }

    Inode afterCrash(String name, Survival survival) {
      byte[] left = durable.clone();
      for (int sector : dirty) {
        int offset = sector * SECTOR_BYTES;
        if (offset < cached.length && survival.keepsSector(name, sector)) {
          int bytes = Math.min(SECTOR_BYTES, cached.length - offset);
          if (left.length < offset + bytes) {
            left = Arrays.copyOf(left, offset + bytes);
          }
          System.arraycopy(cached, offset, left, offset, bytes);
        }
      }
      return of(left);
    }

    static Inode of(byte[] bytes) {
      Inode inode = new Inode();
      inode.cached = bytes.clone();
      inode.durable = bytes.clone();
      return inode;
    }
  }

  void fault(Fault next) {
    fault = next;
  }

  void capacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  /** Returns every operation that changed something, in order. */
  List<String> operations() {
    return operations;
  }

  /** Returns the directory as it is found after a crash. */
  SimulatedDirectory afterCrash(Survival survival) {
    Map<String, Inode> kept = new TreeMap<>(durableNames);
    for (var change : changes.subList(0, survival.keepsChanges(changes.size()))) {
      kept = change.apply(kept);
    }
    SimulatedDirectory after = new SimulatedDirectory();
    kept.forEach((name, inode) -> after.put(name, inode.afterCrash(name, survival)));
    return after;
  }

  /** The process dies and the machine lives on: what was written stays in the system's cache. */
  void killProcess() {
    locked = false;
    fault = operation -> {};
  }

  /** What a failed sync does: the system takes the file's cached sectors for clean from now on. */
  void forgetUnsynced(String name) {
    names.get(name).dirty.clear();
  }

  /** Returns which sectors of a file were written and not synced. */
  List<Integer> unsynced(String name) {
    return List.copyOf(names.get(name).dirty);
  }

  /** Returns a copy in which everything is durable. */
  SimulatedDirectory copy() {
    SimulatedDirectory copy = new SimulatedDirectory();
    names.forEach((name, inode) -> copy.put(name, Inode.of(inode.cached)));
    return copy;
  }

  private void put(String name, Inode inode) {
    names.put(name, inode);
    durableNames.put(name, inode);
  }

  /** Returns the content of a file, to be read. */
  byte[] bytes(String name) {
    return names.get(name).cached;
  }

  /** Gives a file another content behind everybody's back. */
  void damage(String name, byte[] bytes) {
    put(name, Inode.of(bytes));
  }

  /** Takes a file away behind everybody's back. */
  void lose(String name) {
    names.remove(name);
    durableNames.remove(name);
  }

  private void operate(String operation) throws IOException {
    operations.add(operation);
    fault.before(operation);
  }

  private void change(UnaryOperator<Map<String, Inode>> change) {
    Map<String, Inode> changed = change.apply(new TreeMap<>(names));
    names.clear();
    names.putAll(changed);
    changes.add(change);
  }

  private void claim(long moreBytes) throws IOException {
    long used = 0;
    for (Inode inode : names.values()) {
      used += inode.cached.length;
    }
    if (used + moreBytes > capacityBytes) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public String pathOf(String name) {
    return "/simulated/" + name;
  }

  @Override
  public void create() {
    // The directory is there from the beginning.
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public StorageFile createFile(String name) throws IOException {
    operate("create " + name);
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Inode inode = new Inode();
    change(
        map -> {
          map.put(name, inode);
          return map;
        });
    return new SimulatedFile(inode);
  }

  @Override
  public StorageFile openFile(String name) throws IOException {
    return new SimulatedFile(find(name));
  }

  private Inode find(String name) throws IOException {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    operate("rename " + from + " " + to);
    find(from);
    change(
        map -> {
          map.put(to, map.remove(from));
          return map;
        });
  }

  @Override
  public void delete(String name) throws IOException {
    operate("delete " + name);
    find(name);
    change(
        map -> {
          map.remove(name);
          return map;
        });
  }

  @Override
  public void force() throws IOException {
    operate("force directory");
    durableNames.clear();
    durableNames.putAll(names);
    changes.clear();
  }

  @Override
  public Closeable lock(String name) throws IOException {
    if (locked) {
      throw new IOException("/simulated is already open");
    }
    locked = true;
    return () -> locked = false;
  }

  @Override
  public String toString() {
    return "/simulated";
  }

  private final class SimulatedFile implements StorageFile {
    private final Inode inode;

    SimulatedFile(Inode inode) {
      this.inode = inode;
    }

    private void operate(String operation) throws IOException {
      String name = "deleted";
      for (var entry : names.entrySet()) {
        if (entry.getValue() == inode) {
          name = entry.getKey();
        }
      }
      SimulatedDirectory.this.operate(operation + " " + name);
    }

    @Override
    public long size() {
      return inode.cached.length;
    }

    @Override
    public int read(ByteBuffer target, long offset) {
      int bytes = (int) Math.max(0, Math.min(target.remaining(), inode.cached.length - offset));
      if (bytes > 0) {
        target.put(inode.cached, (int) offset, bytes);
      }
      return bytes;
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
      operate("write");
      claim(Math.max(0, offset + source.remaining() - inode.cached.length));
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      inode.write(bytes, (int) offset);
    }

    @Override
    public void writeDurably(ByteBuffer source, long offset) throws IOException {
      int bytes = source.remaining();
      write(source, offset);
      operate("force");
      inode.force((int) offset, bytes);
    }

    @Override
    public void allocate(long bytes) throws IOException {
      operate("allocate");
      claim(bytes - inode.cached.length);
      inode.resize((int) bytes);
    }

    @Override
    public void truncate(long bytes) throws IOException {
      operate("truncate");
      inode.resize((int) bytes);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      operate("force");
      inode.force();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
