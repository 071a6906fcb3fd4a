package io.github.multipaxos.benchmarks.ratis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/** One server, driven by the requests that its clients would send, without a client in between. */
final class RatisReplica implements Replica {

  private static final RaftGroupId GROUP =
      RaftGroupId.valueOf(UUID.nameUUIDFromBytes("benchmark".getBytes(US_ASCII)));

  /**
   * Submitting waits for one of the server's threads to take the request, and completions are
   * reported under locks that such a thread may want: so neither is done on the other's thread.
   */
  private static final int SUBMITTERS = 4;

  private final RaftServer server;
  private final ExecutorService submitters =
      Executors.newFixedThreadPool(SUBMITTERS, RatisReplica::daemon);
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();

  private RatisReplica(RaftServer server) {
    this.server = server;
  }

  static RatisReplica start(Seat seat) throws IOException {
    RaftPeer[] peers =
        IntStream.rangeClosed(1, seat.replicas())
            .mapToObj(id -> peer(seat, id))
            .toArray(RaftPeer[]::new);
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(peers[seat.id() - 1].getId())
            .setGroup(RaftGroup.valueOf(GROUP, peers))
            .setStateMachine(new CountingMachine())
            .setProperties(Settings.of(seat))
            .setOption(StartupOption.FORMAT)
            .build();
    server.start();
    return new RatisReplica(server);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "ratis-submitter");
    thread.setDaemon(true);
    return thread;
  }

  private static RaftPeer peer(Seat seat, int id) {
    return RaftPeer.newBuilder()
        .setId(String.valueOf(id))
        .setAddress(Seat.HOST + ":" + seat.port(id))
        .build();
  }

  @Override
  public boolean leads() {
    try {
      return server.getDivision(GROUP).getInfo().isLeaderReady();
    } catch (IOException e) {
      return false; // the group is not there yet
    }
  }

  @Override
  public Driver driver(Workload workload) {
    if (!leads()) {
      throw new IllegalStateException("Ratis takes requests at its leader only");
    }
    Message command = message(UnsafeByteOperations.unsafeWrap(workload.payload()));
    Message question = message(ByteString.EMPTY);
    return new Driver() {
      @Override
      public void propose(long startNanos, int operations) {
        RaftClientRequest.Type write = RaftClientRequest.writeRequestType();
        begin(workload.proposals(), startNanos, operations, command, write);
      }

      @Override
      public void read(long startNanos, int operations) {
        RaftClientRequest.Type read = RaftClientRequest.readRequestType();
        begin(workload.reads(), startNanos, operations, question, read);
      }
    };
  }

  private static Message message(ByteString bytes) {
    return () -> bytes;
  }

  private void begin(
      Completions completions,
      long startNanos,
      int operations,
      Message message,
      RaftClientRequest.Type type) {
    BiConsumer<RaftClientReply, Throwable> settle = settle(completions, startNanos);
    for (int i = 0; i < operations; i++) {
      submitters.execute(() -> submit(message, type).whenComplete(settle));
    }
  }

  private CompletableFuture<RaftClientReply> submit(Message message, RaftClientRequest.Type type) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(server.getId())
            .setGroupId(GROUP)
            .setCallId(calls.incrementAndGet())
            .setMessage(message)
            .setType(type)
            .build();
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static BiConsumer<RaftClientReply, Throwable> settle(
      Completions completions, long startNanos) {
    return (reply, failure) -> {
      if (failure == null && reply.isSuccess()) {
        completions.completed(startNanos, 1);
      } else {
        completions.failed(1, failure == null ? cause(reply) : failure);
      }
    };
  }

  private static Throwable cause(RaftClientReply reply) {
    @Nullable Throwable cause = reply.getException();
    return cause == null ? new IOException(reply.toString()) : cause;
  }

  @Override
  public void close() {
    submitters.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("ratis: cannot close its server: " + e.getMessage());
    }
  }
}
