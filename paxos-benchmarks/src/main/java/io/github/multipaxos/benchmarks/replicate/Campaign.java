package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.report.Cell;
import io.github.multipaxos.benchmarks.report.Run;
import io.github.multipaxos.benchmarks.report.Run.Figures;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures everything in a plan. The systems take turns in each cell of each repeat, so that what
 * the machine does meanwhile meets all of them.
 */
final class Campaign {

  private static final double MUCH_COMPILING = 0.05;

  private final Plan plan;
  private final Progress progress;

  Campaign(Plan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param each is told of every run at once, in case that the next one fails
   * @return all runs; those that failed are left out, and told of as progress
   */
  List<Run> run(Consumer<Run> each) throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (int repeat = 1; repeat <= plan.repeats(); repeat++) {
      for (Cell cell : plan.cells()) {
        for (ReplicatedSystem system : plan.systems()) {
          progress.next("repeat " + repeat + ", " + cell + ", " + system.name());
          try {
            Measurement measurement = new Measurement(system, cell, plan.setting(), progress);
            Run run = new Run(system.name(), cell, repeat, measurement.run());
            runs.add(run);
            each.accept(run);
            progress.over(result(run.figures()));
          } catch (FailedRunException e) {
            progress.over("fails: " + e.getMessage());
          }
        }
      }
    }
    return runs;
  }

  /** Returns what is told of one run. */
  static String result(Figures figures) {
    String result =
        String.format(
            Locale.ROOT,
            "makes %,.0f/s, p99 %,.0f µs",
            figures.operationsPerSecond(),
            figures.p99Micros());
    if (figures.compilerShare() > MUCH_COMPILING) {
      result +=
          String.format(
              Locale.ROOT,
              "; compiling took %.0f %% of the CPU, a longer --warmup would be faster",
              100 * figures.compilerShare());
    }
    return figures.failed() == 0 ? result : result + ", " + figures.failed() + " failed";
  }
}
