package io.github.multipaxos.benchmarks.open;

import io.github.multipaxos.benchmarks.report.Spread;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A log that has been opened a few times.
 *
 * @param slots how many slots it has
 * @param diskBytes how much of the disk it takes
 * @param openings at least one
 */
record OpenedLog(long slots, long diskBytes, List<Opening> openings) {

  OpenedLog {
    openings = List.copyOf(openings);
  }

  double median(ToLongFunction<Opening> figure) {
    return Spread.of(openings.stream().map(each -> (double) figure.applyAsLong(each)).toList())
        .median();
  }
}
