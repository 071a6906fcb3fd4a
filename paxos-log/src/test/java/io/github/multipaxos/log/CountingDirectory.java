package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory in memory that counts what is done to it, and is quick with a great many files. It
 * knows nothing of crashes.
 */
final class CountingDirectory implements StorageDirectory {

  private final Map<String, MemoryFile> files = new TreeMap<>();
  private long operations;
  private long listedNames;

  /** Returns how many files were opened, made, renamed, deleted, read, written or synced. */
  long operations() {
    return operations;
  }

  /** Returns how many names were given out in lists. */
  long listedNames() {
    return listedNames;
  }

  @Override
  public String pathOf(String name) {
    return "/counting/" + name;
  }

  @Override
  public void create() {}

  @Override
  public List<String> list() {
    operations++;
    listedNames += files.size();
    return List.copyOf(files.keySet());
  }

  @Override
  public StorageFile createFile(String name) {
    operations++;
    MemoryFile file = new MemoryFile();
    files.put(name, file);
    return file;
  }

  @Override
  public StorageFile openFile(String name) throws IOException {
    operations++;
    MemoryFile file = files.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  @Override
  public void rename(String from, String to) {
    operations++;
    files.put(to, files.remove(from));
  }

  @Override
  public void delete(String name) {
    operations++;
    files.remove(name);
  }

  @Override
  public void force() {
    operations++;
  }

  @Override
  public Closeable lock(String name) {
    return () -> {};
  }

  private final class MemoryFile implements StorageFile {
    private byte[] bytes = {};

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(ByteBuffer target, long offset) {
      operations++;
      int count = (int) Math.max(0, Math.min(target.remaining(), bytes.length - offset));
      target.put(bytes, count == 0 ? 0 : (int) offset, count);
      return count;
    }

    @Override
    public void write(ByteBuffer source, long offset) {
      operations++;
      allocate(offset + source.remaining());
      source.get(bytes, (int) offset, source.remaining());
    }

    @Override
    public void allocate(long atLeast) {
      bytes = bytes.length < atLeast ? Arrays.copyOf(bytes, (int) atLeast) : bytes;
    }

    @Override
    public void truncate(long length) {
      bytes = Arrays.copyOf(bytes, (int) length);
    }

    @Override
    public void force(boolean metadata) {
      operations++;
    }

    @Override
    public void close() {}
  }
}
