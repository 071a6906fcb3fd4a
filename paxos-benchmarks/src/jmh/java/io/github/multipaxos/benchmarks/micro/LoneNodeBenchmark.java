package io.github.multipaxos.benchmarks.micro;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The whole way of a command through one node that is a cluster by itself, from {@code propose} to
 * applied: admission, step, log, apply and completion, with no peer and no sync.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoneNodeBenchmark {

  private static final int COMMANDS = 256;
  private static final byte[] NOT_LOOKED_AT = {};

  private final byte[] payload = new byte[128];
  private @Nullable TemporaryLog directory;
  private @Nullable PaxosNode<byte[], Boolean> node;

  private static final class Nothing implements StateMachine<byte[], Boolean> {
    @Override
    public Boolean apply(byte[] command, Moment at) {
      return Boolean.TRUE;
    }

    @Override
    public Snapshot snapshot() {
      return out -> {};
    }

    @Override
    public void restore(InputStream in) {}
  }

  /** Starts the node and waits until it leads. */
  @Setup
  public void start() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    directory = new TemporaryLog();
    node =
        PaxosNode.builder(new Nothing(), Codec.of(bytes -> bytes, bytes -> NOT_LOOKED_AT))
            .self(1)
            .members("1=127.0.0.1:" + port)
            .log(directory.log())
            .transport(NettyTransport.create())
            .start();
    node.propose(payload).join();
  }

  /** Closes it. */
  @TearDown
  public void close() throws IOException {
    if (node != null) {
      node.close();
    }
    if (directory != null) {
      directory.close();
    }
  }

  /** Proposes many and waits for all of them. */
  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public long propose() throws InterruptedException {
    if (node == null) {
      throw new IllegalStateException("not started");
    }
    CountDownLatch applied = new CountDownLatch(COMMANDS);
    for (int i = 0; i < COMMANDS; i++) {
      node.propose(payload).whenComplete((result, failure) -> applied.countDown());
    }
    applied.await();
    return applied.getCount();
  }
}
