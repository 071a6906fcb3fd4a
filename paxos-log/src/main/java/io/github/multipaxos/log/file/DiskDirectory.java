package io.github.multipaxos.log.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of the operating system. */
public final class DiskDirectory implements StorageDirectory {

  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  /**
   * The directories locked by this process. The operating system's lock belongs to the whole
   * process, and closing any second handle on the lock file would let go of it; so a second opening
   * must be refused before the lock file is touched.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path directory;

  /** Stands for that directory, which need not exist yet. */
  public DiskDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String pathOf(String name) {
    return directory.resolve(name).toString();
  }

  @Override
  public void create() throws IOException {
    create(directory);
  }

  private static void create(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    Path parent = wanted.getParent();
    if (parent != null) {
      create(parent);
    }
    Files.createDirectory(wanted);
    if (parent != null) {
      force(parent);
    }
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public StorageFile createFile(String name) throws IOException {
    return DiskFile.create(directory.resolve(name));
  }

  @Override
  public StorageFile openFile(String name) throws IOException {
    return DiskFile.open(directory.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  @Override
  public void force() throws IOException {
    force(directory);
  }

  private static void force(Path directory) throws IOException {
    if (WINDOWS) {
      return; // directories cannot be opened there; NTFS journals names by itself
    }
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  @Override
  public Closeable lock(String name) throws IOException {
    Path real = directory.toRealPath();
    if (!LOCKED.add(real)) {
      throw new IOException(
          directory + " is already open in this process; close the other log first");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(real.resolve(name), CREATE, WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new HeldLock(real, channel);
      }
      throw new IOException(
          directory
              + " is in use by another process; stop that one, or give this node a directory of its"
              + " own");
    } catch (IOException | RuntimeException e) {
      letGo(real, channel);
      throw e;
    }
  }

  private static void letGo(Path real, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      LOCKED.remove(real);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private record HeldLock(Path real, FileChannel channel) implements Closeable {
    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        letGo(real, channel);
      }
    }
  }
}
