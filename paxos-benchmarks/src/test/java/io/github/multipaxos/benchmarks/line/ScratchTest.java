package io.github.multipaxos.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir private Path parent;

  @Test
  void goesWithEverythingInIt() throws IOException {
    try (Scratch scratch = Scratch.in(parent)) {
      Path inside = Files.createDirectories(scratch.path().resolve("a").resolve("b"));
      Files.writeString(inside.resolve("file"), "text");
    }

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void doesNotMindIfSomebodyWasFaster() throws IOException {
    try (Scratch scratch = Scratch.in(parent)) {
      Scratch.remove(scratch.path());
    }

    assertThat(parent).isEmptyDirectory();
  }
}
