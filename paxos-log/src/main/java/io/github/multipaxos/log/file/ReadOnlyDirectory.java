package io.github.multipaxos.log.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of the operating system that can be looked at and not changed. Whatever would change
 * it throws, and so does the lock: who looks neither waits for the log's owner nor stands in its
 * way.
 */
public final class ReadOnlyDirectory implements StorageDirectory {

  private final Path directory;

  /** Stands for that directory, which must exist. */
  public ReadOnlyDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String pathOf(String name) {
    return directory.resolve(name).toString();
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Opens an existing file for reading; writing to it throws. */
  @Override
  public StorageFile openFile(String name) throws IOException {
    return DiskFile.openToRead(directory.resolve(name));
  }

  @Override
  public void create() {
    throw readOnly();
  }

  @Override
  public StorageFile createFile(String name) {
    throw readOnly();
  }

  @Override
  public void rename(String from, String to) {
    throw readOnly();
  }

  @Override
  public void delete(String name) {
    throw readOnly();
  }

  @Override
  public void force() {
    throw readOnly();
  }

  @Override
  public Closeable lock(String name) {
    throw readOnly();
  }

  private UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException(directory + " is only looked at here");
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
