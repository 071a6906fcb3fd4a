package io.github.multipaxos.benchmarks.report;

/** Runs whose figures are easy to tell apart. */
final class Samples {

  static final Cell SMALL = new Cell(128, 1);
  static final Cell LARGE = new Cell(16_384, 4096);

  private Samples() {}

  static Run run(String system, Cell cell, int repeat, double operationsPerSecond) {
    return new Run(
        system,
        cell,
        repeat,
        new Run.Figures(
            operationsPerSecond, 12.5, 100.04, 200, 300, 0.12345, 0.0625, 599, 3 << 20, 1.5, 7));
  }
}
