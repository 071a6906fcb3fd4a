package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.child.Systems;
import io.github.multipaxos.benchmarks.report.Cell;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param systems in the order in which they take turns
 * @param cells the payloads and windows, in order
 * @param repeats how often everything is measured
 * @param setting how each is measured
 */
record Plan(List<ReplicatedSystem> systems, List<Cell> cells, int repeats, Setting setting) {

  private static final long MOST_OUTSTANDING_BYTES = 256L << 20;

  /**
   * How each measurement goes.
   *
   * @param nodes how many replicas there are
   * @param warmupSeconds how long load is on before anything counts
   * @param seconds how long it counts
   * @param readPercent how many of a hundred operations are linearizable reads
   * @param from where operations are proposed
   * @param durability what an acknowledgement promises
   * @param isInOneJvm whether all replicas share a process
   * @param trouble what befalls the replicas meanwhile
   * @param jvmOptions what every replica process is started with
   * @param directory where replicas keep their files
   * @param memoryDirectory where they keep those that no disk is to see
   */
  record Setting(
      int nodes,
      double warmupSeconds,
      double seconds,
      int readPercent,
      From from,
      Durability durability,
      boolean isInOneJvm,
      Trouble trouble,
      List<String> jvmOptions,
      Path directory,
      Path memoryDirectory) {

    Setting {
      jvmOptions = List.copyOf(jvmOptions);
      require(nodes == 3 || nodes == 5 || nodes == 7, "--nodes must be 3, 5 or 7, not " + nodes);
      require(
          warmupSeconds >= 0 && warmupSeconds <= 600,
          "--warmup must be 0 to 600 seconds, not " + warmupSeconds);
      require(
          seconds > 0 && seconds <= 3600,
          "--seconds must be more than 0 and at most 3600, not " + seconds);
      require(
          readPercent >= 0 && readPercent <= 100,
          "--reads must be 0 to 100 per cent, not " + readPercent);
      requirePossible(trouble, isInOneJvm, from);
    }

    private static void requirePossible(Trouble trouble, boolean isInOneJvm, From from) {
      require(
          trouble != Trouble.LEADER_KILLED || !isInOneJvm,
          "--kill-leader needs a process to kill; leave out --in-one-jvm");
      require(
          trouble != Trouble.LEADER_KILLED || from == From.FOLLOWER,
          "--kill-leader kills the process that is driven; say --from follower too");
      require(
          !trouble.slowsFollower() || !isInOneJvm,
          "--slow-follower needs a process to stop; leave out --in-one-jvm");
      require(
          trouble.isPossibleOn(System.getProperty("os.name")),
          "--slow-follower stops a process by a signal, as on Linux and macOS; leave it out here");
    }
  }

  Plan {
    systems = List.copyOf(systems);
    cells = List.copyOf(cells);
    require(repeats >= 1 && repeats <= 1000, "--repeat must be 1 to 1000, not " + repeats);
    require(
        systems.stream().map(ReplicatedSystem::name).distinct().count() == systems.size(),
        "--systems names one of them twice");
    for (Cell cell : cells) {
      require(
          cell.payloadBytes() >= 1 && cell.payloadBytes() <= 1 << 20,
          "--payload must be 1 to 1048576 bytes, not " + cell.payloadBytes());
      require(
          cell.window() >= 1 && cell.window() <= 1 << 20,
          "--window must be 1 to 1048576, not " + cell.window());
      require(
          (long) cell.payloadBytes() * cell.window() <= MOST_OUTSTANDING_BYTES,
          "--payload "
              + cell.payloadBytes()
              + " times --window "
              + cell.window()
              + " is more than 256 MiB outstanding; make one of them smaller");
    }
  }

  /** Returns every pair of a payload and a window, payloads first. */
  static List<Cell> cells(List<Integer> payloads, List<Integer> windows) {
    List<Cell> cells = new ArrayList<>();
    for (int payload : payloads) {
      for (int window : windows) {
        cells.add(new Cell(payload, window));
      }
    }
    return cells;
  }

  /** Finds systems by name. */
  static List<ReplicatedSystem> systems(List<String> names) {
    return names.stream().map(Systems::named).toList();
  }

  /** Returns how many measurements there are. */
  int measurements() {
    return systems.size() * cells.size() * repeats;
  }

  private static void require(boolean held, String complaint) {
    if (!held) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
