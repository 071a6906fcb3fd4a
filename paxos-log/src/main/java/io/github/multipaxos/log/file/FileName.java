package io.github.multipaxos.log.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The name that a file was opened by, and which file it was. A name may be another file's by the
 * time it is opened again.
 *
 * @param key what the system tells files apart by; null if it does not say
 */
record FileName(Path path, @Nullable Object key) {

  static FileName of(Path path) throws IOException {
    return new FileName(path, keyOf(path));
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** Tells whether it is still, or again, that file's name. */
  boolean isCurrent() throws IOException {
    return key != null && key.equals(keyOf(path));
  }
}
