package io.github.multipaxos.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.system.Durability;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitFollowerTest {

  @TempDir private Path directory;

  private Path path;
  private RecycledFile file;
  private EmbeddedChannel channel;

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("recycled.dat");
    file = RecycledFile.open(path, 1 << 20, Durability.FSYNC);
    channel = new EmbeddedChannel(new LimitFollower(file));
  }

  @AfterEach
  void close() throws IOException {
    channel.finishAndReleaseAll();
    file.close();
  }

  private static ByteBuf batch(int bytes) {
    ByteBuf batch = Unpooled.directBuffer().writeInt(bytes);
    for (int i = 0; i < bytes; i++) {
      batch.writeByte(bytes);
    }
    return batch;
  }

  private long acknowledged() {
    ByteBuf said = channel.readOutbound();
    long bytes = said.readLong();
    said.release();
    return bytes;
  }

  @Test
  void acknowledgesWhatHasArrivedTogetherAtOnce() throws IOException {
    channel.writeInbound(batch(10), batch(20));

    assertThat(acknowledged()).isEqualTo(30);
    assertThat(channel.<Object>readOutbound()).isNull();
    byte[] written = Files.readAllBytes(path);
    assertThat(written[13]).isEqualTo((byte) 10);
    assertThat(written[37]).isEqualTo((byte) 20);
    assertThat(written[38]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 14, 16, 37})
  void waitsForTheRestOfABatch(int firstBytes) {
    ByteBuf both = Unpooled.wrappedBuffer(batch(10), batch(20));
    ByteBuf all = Unpooled.directBuffer().writeBytes(both);
    both.release();

    channel.writeInbound(all.readRetainedSlice(firstBytes));
    long first = firstBytes == 14 ? acknowledged() : 0;
    assertThat(first).isEqualTo(firstBytes == 14 ? 10 : 0);
    assertThat(channel.<Object>readOutbound()).isNull();
    channel.writeInbound(all);

    assertThat(acknowledged()).isEqualTo(30);
  }
}
