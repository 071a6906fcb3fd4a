package io.github.multipaxos.benchmarks.micro;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The step function: one batch proposed at the leader, until all three replicas are done with it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepBenchmark {

  private static final int PAYLOAD_BYTES = 128;

  /** How many commands are proposed at once. */
  @Param({"1", "64"})
  private int commands;

  private final Bytes payload = Bytes.wrap(new byte[PAYLOAD_BYTES]);
  private Trio trio = new Trio();
  private long sequence;

  /** Elects a leader anew. */
  @Setup
  public void elect() {
    trio = new Trio();
    if (choose() < 1) {
      throw new IllegalStateException("nothing was chosen");
    }
  }

  /** Chooses one batch on three replicas. */
  @Benchmark
  public int choose() {
    List<Event> proposals = new ArrayList<>(commands);
    for (int i = 0; i < commands; i++) {
      CommandId id = new CommandId(Trio.LEADER, 1, ++sequence);
      proposals.add(new Event.Proposed(new Command(id, payload), Long.MAX_VALUE));
    }
    return trio.propose(proposals);
  }
}
