package io.github.multipaxos.testkit.spec;

/** Prints what was checked, a line each. */
final class SpecTable {

  private SpecTable() {}

  /** A configuration of the specification. */
  static void model(String name, Tlc.Result result) {
    String verdict =
        result
            .violated()
            .map(invariant -> "violates " + invariant)
            .orElse(result.isExhausted() ? "holds in every state" : "TLC FAILED");
    System.out.printf(
        "%-44s %,9d states %6.1f s  %s%n", name, result.states(), result.seconds(), verdict);
  }

  /** A run. */
  static void trace(String name, Tlc.Result result, int events) {
    String verdict =
        result.reached() == events
            ? "is a behaviour"
            : result.reached() < 0 ? "TLC FAILED" : "stops at event " + (result.reached() + 1);
    System.out.printf(
        "%-44s %,9d events %6.1f s  %s%n", "trace: " + name, events, result.seconds(), verdict);
  }
}
