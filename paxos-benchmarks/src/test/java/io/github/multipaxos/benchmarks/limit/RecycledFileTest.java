package io.github.multipaxos.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.system.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecycledFileTest {

  private static final long FILE_BYTES = 1 << 20;

  @TempDir private Path directory;

  @Test
  void writesFromTheFrontAgainAndNeverGrows() throws IOException {
    Path path = directory.resolve("kept").resolve("recycled.dat");
    int groupBytes = 300_000;

    try (RecycledFile file = RecycledFile.open(path, FILE_BYTES, Durability.FSYNC)) {
      for (byte group = 1; group <= 5; group++) {
        ByteBuffer bytes = ByteBuffer.allocate(groupBytes).put(0, group);
        file.append(new ByteBuffer[] {bytes}, 1, groupBytes);
        file.sync();
      }
    }

    byte[] written = Files.readAllBytes(path);
    assertThat(written).hasSize((int) FILE_BYTES);
    assertThat(written[0]).isEqualTo((byte) 4);
    assertThat(written[groupBytes]).isEqualTo((byte) 5);
    assertThat(written[2 * groupBytes]).isEqualTo((byte) 3);
  }
}
