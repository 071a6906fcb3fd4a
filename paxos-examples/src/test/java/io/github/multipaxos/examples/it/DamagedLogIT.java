package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Three processes, and disks on which bits have rotted while they were down. */
class DamagedLogIT {

  private static final int CLIENTS = 4;
  private static final int VALUES = 2000;
  private static final int VALUE_BYTES = 3000;
  private static final int DAMAGED_BYTES = 8192;

  @TempDir private Path directory;

  /** No segment is damaged on two of them, so each slot is intact on two. */
  @Test
  void healsADifferentSegmentOnEachOfThreeNodes() throws IOException {
    Random random = new Random(3);
    try (KvCluster cluster = KvCluster.start(3, directory, "--segment-size", "1MiB");
        Load load = Load.start(cluster, CLIENTS)) {
      fill(cluster.awaitLeader());
      CrashIT.awaitProgress(load, 200);
      cluster.nodes().forEach(KvProcess::kill);
      int segments = segments(cluster.node(1)).size() - 1; // the newest may hold no record yet
      List<Integer> chosen = new ArrayList<>();
      for (int i = 0; i < segments; i++) {
        chosen.add(i);
      }
      Collections.shuffle(chosen, random);
      for (int id = 1; id <= 3; id++) {
        damage(segments(cluster.node(id)).get(chosen.get(id - 1)), random);
      }

      cluster.startAll();

      CrashIT.awaitProgress(load, 200);
      CrashIT.verify(cluster, load);
      for (KvProcess node : cluster.nodes()) {
        assertThat(node.logged("has lost records"))
            .as("what node %s says of its damage", node.id())
            .isPositive();
      }
      System.out.println("healed one of " + segments + " segments on each node: " + load);
    }
  }

  private static void fill(KvProcess leader) {
    String value = "x".repeat(VALUE_BYTES);
    try (Jedis jedis = Connections.open(leader)) {
      Pipeline pipeline = jedis.pipelined();
      for (int i = 0; i < VALUES; i++) {
        pipeline.set("filler-" + i, value);
      }
      pipeline.sync();
    }
  }

  private static List<Path> segments(KvProcess node) throws IOException {
    try (Stream<Path> files = Files.list(node.data())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("segment-"))
          .sorted()
          .toList();
    }
  }

  private static void damage(Path segment, Random random) throws IOException {
    byte[] noise = new byte[DAMAGED_BYTES];
    random.nextBytes(noise);
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      long at = 8192 + (long) (random.nextDouble() * (channel.size() / 2));
      channel.write(ByteBuffer.wrap(noise), at);
    }
  }
}
