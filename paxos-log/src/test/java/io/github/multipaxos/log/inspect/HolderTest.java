package io.github.multipaxos.log.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderTest {

  @TempDir private Path directory;
  private Path lockFile;
  private Path locks;
  private long inode;

  @BeforeEach
  void makeLockFile() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("unix"));
    lockFile = Files.createFile(directory.resolve("lock"));
    locks = directory.resolve("locks");
    inode = (Long) Files.getAttribute(lockFile, "unix:ino");
  }

  @Test
  void isTheProcessThatHoldsTheLock() throws IOException {
    Files.writeString(
        locks,
        "1: FLOCK  ADVISORY  WRITE 12 fd:01:%d 0 EOF\n2: POSIX  ADVISORY  WRITE 4711 fd:01:%d 0 EOF\n"
            .formatted(inode, inode));

    Holder holder = Holder.of(lockFile, locks);

    assertThat(holder.process()).contains("4711");
    assertThat(holder.mayWrite()).isTrue();
  }

  @Test
  void isNobodyWhenTheLockIsNotListed() throws IOException {
    Files.writeString(
        locks, "1: POSIX  ADVISORY  WRITE 4711 fd:01:%d 0 EOF\n".formatted(inode + 1));

    Holder holder = Holder.of(lockFile, locks);

    assertThat(holder.process()).isEmpty();
    assertThat(holder.mayWrite()).isFalse();
  }

  @Test
  void isUnknownWhereLocksAreNotListed() {
    Holder holder = Holder.of(lockFile, directory.resolve("nothing"));

    assertThat(holder.process()).isEmpty();
    assertThat(holder.mayWrite()).isTrue();
  }
}
