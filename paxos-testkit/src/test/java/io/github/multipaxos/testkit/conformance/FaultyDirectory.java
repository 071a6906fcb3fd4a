package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files in memory that know what of them is synced, and whose syncs hang and fail on demand. A
 * power cut keeps what was synced, names and contents, and nothing else.
 */
final class FaultyDirectory implements StorageDirectory {

  private static final String PATH = "/faulty";

  /** What a file is, apart from its name. Guarded by the directory. */
  private static final class Content {
    private byte[] cached = {};
    private byte[] durable = {};

    Content copy() {
      Content copy = new Content();
      copy.cached = cached.clone();
      copy.durable = durable.clone();
      return copy;
    }

    void resize(long bytes) {
      if (bytes != cached.length) {
        cached = Arrays.copyOf(cached, Math.toIntExact(bytes));
      }
    }
  }

  private final Map<String, Content> names = new TreeMap<>();
  private final Map<String, Content> durableNames = new TreeMap<>();
  private boolean locked;
  private boolean stalled;
  private boolean failing;

  synchronized FaultyDirectory afterKill() {
    FaultyDirectory copy = new FaultyDirectory();
    Map<Content, Content> copies = new HashMap<>();
    names.forEach(
        (name, content) -> copy.names.put(name, copies.computeIfAbsent(content, Content::copy)));
    durableNames.forEach(
        (name, content) ->
            copy.durableNames.put(name, copies.computeIfAbsent(content, Content::copy)));
    return copy;
  }

  synchronized FaultyDirectory afterPowerCut() {
    FaultyDirectory copy = afterKill();
    copy.names.clear();
    copy.names.putAll(copy.durableNames);
    copy.names.values().forEach(content -> content.cached = content.durable.clone());
    return copy;
  }

  synchronized void stallSyncs(boolean stalled) {
    this.stalled = stalled;
    notifyAll();
  }

  synchronized void failNextSync() {
    failing = true;
  }

  private void beforeSync() throws IOException {
    while (stalled) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts a sync", e);
      }
    }
    if (failing) {
      failing = false;
      throw new IOException("the sync fails on purpose");
    }
  }

  @Override
  public String pathOf(String name) {
    return PATH + "/" + name;
  }

  @Override
  public void create() {}

  @Override
  public synchronized List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized StorageFile createFile(String name) throws IOException {
    Content content = new Content();
    if (names.putIfAbsent(name, content) != null) {
      throw new FileAlreadyExistsException(pathOf(name));
    }
    return new FaultyFile(content);
  }

  @Override
  public synchronized StorageFile openFile(String name) throws IOException {
    return new FaultyFile(find(name));
  }

  private Content find(String name) throws IOException {
    Content content = names.get(name);
    if (content == null) {
      throw new NoSuchFileException(pathOf(name));
    }
    return content;
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    names.put(to, find(from));
    names.remove(from);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    find(name);
    names.remove(name);
  }

  @Override
  public synchronized void force() throws IOException {
    beforeSync();
    durableNames.clear();
    durableNames.putAll(names);
  }

  @Override
  public synchronized Closeable lock(String name) throws IOException {
    if (locked) {
      throw new IOException(PATH + " is in use");
    }
    locked = true;
    return this::unlock;
  }

  private synchronized void unlock() {
    locked = false;
  }

  @Override
  public String toString() {
    return PATH;
  }

  private final class FaultyFile implements StorageFile {

    private final Content content;

    FaultyFile(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      synchronized (FaultyDirectory.this) {
        return content.cached.length;
      }
    }

    @Override
    public int read(ByteBuffer target, long offset) {
      synchronized (FaultyDirectory.this) {
        long left = Math.max(0, content.cached.length - offset);
        int bytes = (int) Math.min(target.remaining(), left);
        target.put(content.cached, bytes == 0 ? 0 : (int) offset, bytes);
        return bytes;
      }
    }

    @Override
    public void write(ByteBuffer source, long offset) {
      synchronized (FaultyDirectory.this) {
        content.resize(Math.max(content.cached.length, offset + source.remaining()));
        source.get(content.cached, (int) offset, source.remaining());
      }
    }

    @Override
    public void allocate(long bytes) {
      truncate(bytes);
    }

    @Override
    public void truncate(long bytes) {
      synchronized (FaultyDirectory.this) {
        content.resize(bytes);
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      synchronized (FaultyDirectory.this) {
        beforeSync();
        content.durable = content.cached.clone();
      }
    }

    @Override
    public void close() {}
  }
}
