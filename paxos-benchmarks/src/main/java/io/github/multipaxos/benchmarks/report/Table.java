package io.github.multipaxos.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Summaries as a table, in Markdown, with columns that line up on a terminal too. */
public final class Table {

  private static final List<String> HEADER =
      List.of(
          "payload, window",
          "system",
          "operations/s",
          "of limit",
          "reads/s",
          "p50 µs",
          "p99 µs",
          "p99.9 µs",
          "CPU s/100k",
          "bytes/op",
          "peak MiB",
          "gap ms");
  private static final int TEXT_COLUMNS = 2;
  private static final double MEBI = 1 << 20;

  private Table() {}

  /** Returns the lines of the table; figures are medians of the repeats. */
  public static List<String> lines(List<Summary> summaries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    summaries.forEach(summary -> rows.add(row(summary)));
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(line(row, widths)));
    lines.add(1, rule(widths));
    return lines;
  }

  private static List<String> row(Summary summary) {
    return List.of(
        summary.cell().toString(),
        summary.system(),
        number("%,.0f", summary, Run.Figures::operationsPerSecond),
        summary.ratio().map(Table::ratio).orElse(""),
        number("%,.0f", summary, Run.Figures::readsPerSecond),
        number("%,.0f", summary, Run.Figures::p50Micros),
        number("%,.0f", summary, Run.Figures::p99Micros),
        number("%,.0f", summary, Run.Figures::p999Micros),
        number("%.3f", summary, Run.Figures::cpuSecondsPer100k),
        number("%,.0f", summary, Run.Figures::allocatedBytesEach),
        number("%,.0f", summary, figures -> figures.peakBytes() / MEBI),
        number("%,.1f", summary, Run.Figures::longestGapMillis));
  }

  private static String number(
      String format, Summary summary, ToDoubleFunction<Run.Figures> figure) {
    double median = summary.spread(figure).median();
    return Double.isNaN(median) ? "" : String.format(Locale.ROOT, format, median);
  }

  private static String ratio(Spread ratio) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f..%.2f)", ratio.median(), ratio.min(), ratio.max());
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(' ');
      line.append(i < TEXT_COLUMNS ? row.get(i) + pad : pad + row.get(i));
      line.append(" |");
    }
    return line.toString();
  }

  private static String rule(int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append("-".repeat(widths[i] + 1)).append(i < TEXT_COLUMNS ? "-|" : ":|");
    }
    return line.toString();
  }
}
