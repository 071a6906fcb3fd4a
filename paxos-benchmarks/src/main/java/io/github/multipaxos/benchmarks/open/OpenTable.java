package io.github.multipaxos.benchmarks.open;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** A short log and a long one as a table, in Markdown, with the ratios of their figures. */
final class OpenTable {

  private static final double NANOS = 1e9;
  private static final double MEBI = 1 << 20;

  private OpenTable() {}

  static List<String> lines(OpenedLog few, OpenedLog many) {
    return List.of(
        "|         slots | log MiB |  open s | heap MiB | applied s | heap MiB |",
        "|--------------:|--------:|--------:|---------:|----------:|---------:|",
        row(few),
        row(many),
        ratios(few, many));
  }

  private static String row(OpenedLog log) {
    return String.format(
        Locale.ROOT,
        "| %,13d | %,7.0f | %7.2f | %8.1f | %9.2f | %8.1f |",
        log.slots(),
        log.diskBytes() / MEBI,
        log.median(Opening::openNanos) / NANOS,
        log.median(Opening::openHeapBytes) / MEBI,
        log.median(Opening::appliedNanos) / NANOS,
        log.median(Opening::appliedHeapBytes) / MEBI);
  }

  private static String ratios(OpenedLog few, OpenedLog many) {
    return String.format(
        Locale.ROOT,
        "|         ratio | %7.1f | %7.2f | %8.2f | %9.2f | %8.2f |",
        (double) many.diskBytes() / few.diskBytes(),
        ratio(few, many, Opening::openNanos),
        ratio(few, many, Opening::openHeapBytes),
        ratio(few, many, Opening::appliedNanos),
        ratio(few, many, Opening::appliedHeapBytes));
  }

  private static double ratio(OpenedLog few, OpenedLog many, ToLongFunction<Opening> figure) {
    return many.median(figure) / few.median(figure);
  }
}
