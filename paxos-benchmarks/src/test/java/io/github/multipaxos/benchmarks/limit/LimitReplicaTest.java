package io.github.multipaxos.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leader, with followers that are sockets and do not read unless they are told to. */
class LimitReplicaTest {

  private static final int PAYLOAD_BYTES = 16_384;
  private static final int OPERATIONS = 4096;
  private static final long ALL_BYTES = (long) OPERATIONS * (Integer.BYTES + PAYLOAD_BYTES);
  private static final int STEPS = 32;
  private static final int STEP_BYTES = (int) (ALL_BYTES / STEPS);
  private static final int PATIENCE_MILLIS = 30_000;

  @TempDir private Path directory;

  private ServerSocket first;
  private ServerSocket second;
  private LimitReplica leader;

  @BeforeEach
  void start() throws IOException {
    first = listen();
    second = listen();
    List<List<Integer>> ports =
        List.of(List.of(1), List.of(first.getLocalPort()), List.of(second.getLocalPort()));
    Seat seat = new Seat(1, ports, directory, directory, directory, Durability.NONE);
    leader = LimitReplica.start(seat, 8 << 20);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName(Seat.HOST));
  }

  @AfterEach
  void close() throws IOException {
    leader.close();
    first.close();
    second.close();
  }

  @Test
  void goesOnSendingWhenFollowersReadThatDidNotForAWhile() throws IOException {
    try (Socket one = first.accept();
        Socket other = second.accept()) {
      Awaitility.await("both connections").until(leader::leads);
      leader.driver(new Workload(PAYLOAD_BYTES, NOBODY, NOBODY)).propose(1, OPERATIONS);
      for (int step = 0; step < STEPS; step++) {
        receive(other, STEP_BYTES);
        receive(one, STEP_BYTES);
      }
    }
  }

  /** Reads so many bytes, or fails. */
  private static void receive(Socket from, int bytes) throws IOException {
    from.setSoTimeout(PATIENCE_MILLIS);
    assertThat(from.getInputStream().readNBytes(bytes)).hasSize(bytes);
  }

  private static final Completions NOBODY =
      new Completions() {
        @Override
        public void completed(long startNanos, int operations) {}

        @Override
        public void failed(int operations, Throwable cause) {}
      };
}
