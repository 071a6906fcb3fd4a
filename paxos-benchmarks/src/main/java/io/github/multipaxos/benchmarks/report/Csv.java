package io.github.multipaxos.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every run as a line of comma-separated values. */
public final class Csv {

  private static final String HEADER =
      "system,payload_bytes,window,repeat,operations_per_second,reads_per_second,p50_micros,"
          + "p99_micros,p999_micros,cpu_seconds_per_100k,compiler_share,allocated_bytes_each,peak_bytes,"
          + "longest_gap_millis,failed";

  private Csv() {}

  /** Returns a header and one line for each run. */
  public static List<String> lines(List<Run> runs) {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    runs.forEach(run -> lines.add(line(run)));
    return lines;
  }

  private static String line(Run run) {
    Run.Figures figures = run.figures();
    return String.format(
        Locale.ROOT,
        "%s,%d,%d,%d,%.1f,%.1f,%.1f,%.1f,%.1f,%.4f,%.3f,%.1f,%d,%.1f,%d",
        run.system(),
        run.cell().payloadBytes(),
        run.cell().window(),
        run.repeat(),
        figures.operationsPerSecond(),
        figures.readsPerSecond(),
        figures.p50Micros(),
        figures.p99Micros(),
        figures.p999Micros(),
        figures.cpuSecondsPer100k(),
        figures.compilerShare(),
        figures.allocatedBytesEach(),
        figures.peakBytes(),
        figures.longestGapMillis(),
        figures.failed());
  }
}
