package io.github.multipaxos.benchmarks.micro;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The log without a disk: votes appended, encoded and written. A pipeline of 64, no syncs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LogBenchmark {

  private static final int PAYLOAD_BYTES = 128;
  private static final int APPENDS = 64;
  private static final int KEPT_SLOTS = 1 << 14;

  /** How many commands share the decree of each vote. */
  @Param({"1", "64"})
  private int commands;

  private final Ballot ballot = new Ballot(7, NodeId.of(1));
  private Decree decree = Decree.Noop.INSTANCE;
  private @Nullable TemporaryLog directory;
  private long slot;

  /** Opens an empty log. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    List<Command> batch = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      Bytes payload = Bytes.wrap(new byte[PAYLOAD_BYTES]);
      batch.add(new Command(new CommandId(NodeId.of(1), 1, i), payload));
    }
    decree = new Decree.CommandBatch(1_700_000_000_000L, batch);
    directory = new TemporaryLog();
    slot = 0;
    log().log().open(new ClusterId("benchmark"), NodeId.of(1), record -> {}, (reason, cause) -> {});
  }

  private TemporaryLog log() {
    if (directory == null) {
      throw new IllegalStateException("not open");
    }
    return directory;
  }

  /** Removes it. */
  @TearDown(Level.Iteration)
  public void close() throws IOException {
    log().close();
  }

  /** Appends and waits for the last callback. */
  @Benchmark
  @OperationsPerInvocation(APPENDS)
  public long append() throws InterruptedException, IOException {
    CountDownLatch durable = new CountDownLatch(APPENDS);
    for (int i = 0; i < APPENDS; i++) {
      LogRecord vote = new LogRecord.Voted(++slot, new Vote(ballot, decree));
      log().log().append(List.of(vote), durable::countDown);
    }
    durable.await();
    if (slot % KEPT_SLOTS == 0) {
      log().log().append(List.of(new LogRecord.Compacted(slot)), () -> {});
      log().log().compact(slot);
    }
    return slot;
  }
}
