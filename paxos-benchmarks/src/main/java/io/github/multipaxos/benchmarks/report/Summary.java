package io.github.multipaxos.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * All runs of one system in one cell.
 *
 * @param system its name
 * @param cell what was asked of it
 * @param runs in order of repeats
 * @param ratio its operations per second as a fraction of those of the yardstick in the same
 *     repeat; absent if the yardstick was not measured
 */
public record Summary(String system, Cell cell, List<Run> runs, Optional<Spread> ratio) {

  /** Copies the runs. */
  public Summary {
    runs = List.copyOf(runs);
  }

  /**
   * Sums up runs: cell by cell, the systems of each in the order in which they were measured.
   *
   * @param yardstick the system that others are measured against
   */
  public static List<Summary> of(List<Run> runs, String yardstick) {
    SortedMap<Cell, List<String>> systems = new TreeMap<>();
    for (Run run : runs) {
      List<String> names = systems.computeIfAbsent(run.cell(), cell -> new ArrayList<>());
      if (!names.contains(run.system())) {
        names.add(run.system());
      }
    }
    List<Summary> summaries = new ArrayList<>();
    systems.forEach(
        (cell, names) -> names.forEach(name -> summaries.add(of(runs, cell, name, yardstick))));
    return summaries;
  }

  private static Summary of(List<Run> runs, Cell cell, String system, String yardstick) {
    List<Run> own = select(runs, cell, system);
    List<Double> ratios = new ArrayList<>();
    for (Run run : own) {
      select(runs, cell, yardstick).stream()
          .filter(other -> other.repeat() == run.repeat())
          .findFirst()
          .ifPresent(
              other ->
                  ratios.add(
                      run.figures().operationsPerSecond() / other.figures().operationsPerSecond()));
    }
    Optional<Spread> ratio = ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    return new Summary(system, cell, own, ratio);
  }

  private static List<Run> select(List<Run> runs, Cell cell, String system) {
    return runs.stream()
        .filter(run -> run.cell().equals(cell) && run.system().equals(system))
        .toList();
  }

  /** Returns how one of the figures is spread over the runs. */
  public Spread spread(ToDoubleFunction<Run.Figures> figure) {
    return Spread.of(runs.stream().map(run -> figure.applyAsDouble(run.figures())).toList());
  }
}
