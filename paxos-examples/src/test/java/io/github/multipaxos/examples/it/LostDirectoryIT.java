package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A voter comes back with another directory than the one it promised in. */
class LostDirectoryIT {

  private static final int CLIENTS = 4;

  /** What kv-server's help says of a node that failed. */
  private static final int FAILED = 3;

  @TempDir private Path directory;

  @Test
  void neverVotesOnALostDirectoryAndGoesOnWhenItIsFound() throws IOException {
    try (KvCluster cluster = KvCluster.start(3, directory);
        Load load = Load.start(cluster, CLIENTS)) {
      CrashIT.awaitProgress(load, 200);
      KvProcess victim = cluster.awaitLeader();
      Path aside = directory.resolve("aside");
      victim.kill();
      Files.move(victim.data(), aside); // what rm -rf looks like to the node

      victim.start();

      assertThat(victim.awaitExit()).isEqualTo(FAILED);
      assertThat(victim.lastErrors()).contains("must not vote again");
      CrashIT.awaitProgress(load, 200);
      delete(victim.data());
      Files.move(aside, victim.data());
      cluster.startAll();
      CrashIT.awaitProgress(load, 200);
      CrashIT.verify(cluster, load);
      System.out.println("lost a directory and found it again: " + load);
    }
  }

  @Test
  void neverVotesOnAnOldCopyOfItsDirectory() throws IOException {
    try (KvCluster cluster = KvCluster.start(3, directory);
        Load load = Load.start(cluster, CLIENTS)) {
      CrashIT.awaitProgress(load, 100);
      KvProcess victim = cluster.awaitLeader();
      Path backup = directory.resolve("backup");
      Path aside = directory.resolve("aside");
      victim.kill();
      copy(victim.data(), backup);
      cluster.startAll();
      CrashIT.awaitProgress(load, 200);
      victim.kill();
      Files.move(victim.data(), aside);
      Files.move(backup, victim.data());

      victim.start();

      assertThat(victim.awaitExit()).isEqualTo(FAILED);
      assertThat(victim.lastErrors()).contains("must not vote again");
      victim.start(); // it remembers that it was refused, whomever it meets
      assertThat(victim.awaitExit()).isNotZero();
      CrashIT.awaitProgress(load, 200);
      delete(victim.data());
      Files.move(aside, victim.data());
      cluster.startAll();
      CrashIT.verify(cluster, load);
      System.out.println("refused an old copy of a directory: " + load);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(data);
  }
}
