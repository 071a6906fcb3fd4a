package io.github.multipaxos.benchmarks.report;

/**
 * One measurement of one system.
 *
 * @param system its name
 * @param cell what was asked of it
 * @param repeat which round it was, from 1 on
 * @param figures what came of it
 */
public record Run(String system, Cell cell, int repeat, Figures figures) {

  /**
   * What was measured.
   *
   * @param operationsPerSecond completed proposals and reads
   * @param readsPerSecond completed reads
   * @param p50Micros the median time from proposing to completion
   * @param p99Micros what one in a hundred exceeds
   * @param p999Micros what one in a thousand exceeds
   * @param cpuSecondsPer100k CPU seconds of all replica processes per 100,000 operations
   * @param compilerShare how long the just-in-time compilers were at work, by the clock, as a
   *     fraction of that CPU time: much, and the warm-up was too short
   * @param allocatedBytesEach bytes allocated in the driven process per operation
   * @param peakBytes the most memory resident in any one replica process
   * @param longestGapMillis the longest time without a completed proposal
   * @param failed operations that failed or came to an unknown end
   */
  public record Figures(
      double operationsPerSecond,
      double readsPerSecond,
      double p50Micros,
      double p99Micros,
      double p999Micros,
      double cpuSecondsPer100k,
      double compilerShare,
      double allocatedBytesEach,
      long peakBytes,
      double longestGapMillis,
      long failed) {}
}
