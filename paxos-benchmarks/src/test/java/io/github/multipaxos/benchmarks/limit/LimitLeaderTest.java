package io.github.multipaxos.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitLeaderTest {

  private static final int PAYLOAD_BYTES = 12;
  private static final int OPERATION_BYTES = 16;

  @TempDir private Path directory;

  private final EmbeddedChannel first = new EmbeddedChannel();
  private final EmbeddedChannel second = new EmbeddedChannel();
  private final List<String> completed = new ArrayList<>();
  private Path path;
  private RecycledFile file;
  private LimitLeader leader;

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("recycled.dat");
    file = RecycledFile.open(path, 1 << 20, Durability.FSYNC);
    Workload workload = new Workload(PAYLOAD_BYTES, recording("proposed"), recording("read"));
    leader = new LimitLeader(first.eventLoop(), file, List.of(first, second), workload);
  }

  @AfterEach
  void close() throws IOException {
    first.finishAndReleaseAll();
    second.finishAndReleaseAll();
    file.close();
  }

  private Completions recording(String what) {
    return new Completions() {
      @Override
      public void completed(long startNanos, int operations) {
        completed.add(what + " " + operations + " at " + startNanos);
      }

      @Override
      public void failed(int operations, Throwable cause) {
        throw new AssertionError(cause);
      }
    };
  }

  private void turn() {
    first.runPendingTasks();
  }

  @Test
  void completesWhatAMajorityHasItselfIncluded() {
    leader.propose(5, 3);
    turn();
    assertThat(completed).isEmpty();

    leader.acknowledged(1, 2 * OPERATION_BYTES + 1);
    assertThat(completed).containsExactly("proposed 2 at 5");

    leader.acknowledged(0, 3 * OPERATION_BYTES);
    assertThat(completed).containsExactly("proposed 2 at 5", "proposed 1 at 5");
  }

  @Test
  void sendsWhateverHasArrivedAsOneBatchToEveryFollower() throws IOException {
    leader.propose(5, 3);
    leader.propose(6, 2);

    turn();

    for (EmbeddedChannel follower : List.of(first, second)) {
      ByteBuf batch = follower.readOutbound();
      assertThat(batch.readableBytes()).isEqualTo(Integer.BYTES + 5 * OPERATION_BYTES);
      assertThat(batch.getInt(0)).isEqualTo(5 * OPERATION_BYTES);
      assertThat(batch.getInt(Integer.BYTES)).isEqualTo(PAYLOAD_BYTES);
      batch.release();
      assertThat(follower.<Object>readOutbound()).isNull();
    }
    byte[] written = Files.readAllBytes(path);
    assertThat(written[Integer.BYTES + 4 * OPERATION_BYTES + 3]).isEqualTo((byte) PAYLOAD_BYTES);
    assertThat(written[Integer.BYTES + 5 * OPERATION_BYTES + 3]).isZero();
  }

  @Test
  void answersReadsWithoutAskingAnybody() {
    leader.read(9, 4);
    turn();

    assertThat(completed).containsExactly("read 4 at 9");
    assertThat(first.<Object>readOutbound()).isNull();
  }

  @Test
  void sendsNothingMoreUntilEveryFollowersSocketHasTakenWhatWasSent() {
    setWritable(second, false);
    leader.propose(5, 3);
    turn();
    assertThat(first.<Object>readOutbound()).isNull();
    assertThat(leader.sentBytes()).isZero();

    setWritable(second, true);
    leader.goOn();
    turn();

    assertThat(leader.sentBytes()).isEqualTo(3 * OPERATION_BYTES);
  }

  @Test
  void stopsInTheMiddleOfWhatWaitsWhenAFollowerFallsBehind() {
    int many = 100_000; // more than a group
    leader.propose(5, many);
    first.eventLoop().execute(() -> setWritable(first, false)); // after the first group

    turn();
    long sentBytes = leader.sentBytes();
    assertThat(sentBytes).isPositive().isLessThan((long) many * OPERATION_BYTES);

    setWritable(first, true);
    leader.goOn();
    turn();
    assertThat(leader.sentBytes()).isEqualTo((long) many * OPERATION_BYTES);
  }

  private static void setWritable(EmbeddedChannel channel, boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
  }
}
