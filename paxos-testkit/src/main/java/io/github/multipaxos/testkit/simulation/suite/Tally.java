package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.testkit.simulation.Coverage;
import io.github.multipaxos.testkit.simulation.Report;
import java.util.Locale;
import java.util.Map;

/** Adds up what many runs have been through. Safe for several threads. */
final class Tally {

  private static final double NANOS_PER_HOUR = 3600e9;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final long beganNanos = System.nanoTime();
  private final Coverage coverage = new Coverage();
  private long runs;
  private long faultyNanos;
  private long simulatedNanos;
  private long events;
  private long slots;
  private long asked;
  private long answered;
  private long findings;

  synchronized void add(Report report, Map<String, Long> seen, boolean isGood) {
    runs++;
    faultyNanos += Math.min(report.faulty().toNanos(), report.simulated().toNanos());
    simulatedNanos += report.simulated().toNanos();
    events += report.events();
    slots += report.chosenSlots();
    asked += report.asked();
    answered += report.answered();
    findings += isGood ? 0 : 1;
    coverage.add(report.coverage());
    seen.forEach(coverage::mark);
  }

  synchronized long runs() {
    return runs;
  }

  synchronized long findings() {
    return findings;
  }

  /** Returns how many cluster-hours of faults have been simulated. */
  synchronized double faultyHours() {
    return faultyNanos / NANOS_PER_HOUR;
  }

  private double minutes() {
    return (System.nanoTime() - beganNanos) / NANOS_PER_MINUTE;
  }

  /** Returns a line that says how far it is. */
  synchronized String progress() {
    return String.format(
        Locale.ROOT,
        "%5.1f min  %,d runs  %.1f cluster-hours under faults (%.2f a minute), %.1f in all"
            + "  %,.0f events/s  %,d faults  %,d findings",
        minutes(),
        runs,
        faultyNanos / NANOS_PER_HOUR,
        faultyNanos / NANOS_PER_HOUR / minutes(),
        simulatedNanos / NANOS_PER_HOUR,
        events / minutes() / 60,
        faults(),
        findings);
  }

  private long faults() {
    return coverage.counts().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("fault "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns the table of what was seen how often. */
  synchronized String coverage() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%,d slots chosen, %,d operations asked for, %,d answered%n",
            slots,
            asked,
            answered));
    coverage
        .counts()
        .forEach(
            (what, times) ->
                table.append(String.format(Locale.ROOT, "  %-40s %,14d%n", what, times)));
    return table.toString();
  }
}
