package io.github.multipaxos.benchmarks.flood;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.Role;
import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;

/**
 * A process with one replica, set up as it is unless told otherwise, that floods itself when asked
 * to. Ends when its stdin does.
 */
public final class FloodedReplica {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final PaxosNode<byte[], Long> node;
  private final NumberedCommands machine;
  private final Pauses pauses = Pauses.watch();

  private FloodedReplica(PaxosNode<byte[], Long> node, NumberedCommands machine) {
    this.node = node;
    this.machine = machine;
  }

  /** Takes the id, the members and a directory. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // whoever prints, it must not end up among the answers
    NumberedCommands machine = new NumberedCommands();
    try (PaxosNode<byte[], Long> node =
        PaxosNode.builder(machine, NumberedCommands.codec())
            .self(Integer.parseInt(args[0]))
            .members(args[1])
            .config(config())
            .log(FileLog.in(Path.of(args[2]), FileLogOptions.DEFAULT))
            .transport(NettyTransport.create())
            .start()) {
      answers.println(Line.of("ready"));
      answers.flush();
      new FloodedReplica(node, machine).serve(answers);
    }
  }

  /** Time enough to be answered on a slow machine, and snapshots that spare its disk. */
  private static PaxosConfig config() {
    return PaxosConfig.builder()
        .operationTimeout(PATIENCE)
        .closeTimeout(Duration.ZERO)
        .snapshotBytes(64L << 20)
        .build();
  }

  private void serve(PrintStream answers) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.equals("stop")) {
      answers.println(answer(Line.parse(line)));
      answers.flush();
      line = lines.readLine();
    }
  }

  private Line answer(Line asked) {
    try {
      return switch (asked.verb()) {
        case "leader" ->
            Line.of("leader").with("isSelf", node.status().role() == Role.LEADER ? 1 : 0);
        case "flood" -> flood(asked);
        case "state" -> state();
        default -> throw new IllegalArgumentException("nobody knows '" + asked.verb() + "' here");
      };
    } catch (RuntimeException e) {
      return Line.of("error").with("message", e.toString());
    }
  }

  private Line flood(Line asked) {
    Flood flood = new Flood(node, asked.count("first"), asked.count("bytes"));
    flood.run(asked.count("commands"), Duration.ofMillis(asked.number("millis")).toNanos());
    int unanswered = flood.await(PATIENCE.plusSeconds(5).toNanos());
    BitSet applied = node.read(Consistency.LINEARIZABLE, machine::applied).join();
    BitSet lost = flood.acknowledged();
    lost.andNot(applied);
    BitSet appliedAllTheSame = flood.rejected();
    appliedAllTheSame.and(applied);
    return Line.of("flooded")
        .with("proposed", flood.proposed())
        .with("acknowledged", flood.acknowledged().cardinality())
        .with("rejected", flood.rejected().cardinality())
        .with("overloaded", flood.overloaded())
        .with("unknown", flood.unknown())
        .with("unanswered", unanswered)
        .with("surprise", String.valueOf(flood.surprise()))
        .with("lost", lost.cardinality())
        .with("appliedAllTheSame", appliedAllTheSame.cardinality())
        .with("longestCallMillis", Duration.ofNanos(flood.longestCallNanos()).toMillis());
  }

  private Line state() {
    return node.read(Consistency.LINEARIZABLE, this::stateNow).join();
  }

  private Line stateNow() {
    return Line.of("state")
        .with("digest", machine.digest())
        .with("repeated", machine.repeated())
        .with("longestPauseMillis", pauses.longestMillis())
        .with("pausedMillis", pauses.totalMillis());
  }
}
