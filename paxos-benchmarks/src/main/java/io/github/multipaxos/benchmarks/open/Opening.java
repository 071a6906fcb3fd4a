package io.github.multipaxos.benchmarks.open;

import io.github.multipaxos.benchmarks.line.Line;

/**
 * What it took to open a log once.
 *
 * @param openNanos until the node listened and could vote
 * @param openHeapBytes what it then held of the heap, the state machine's own work included if that
 *     went on meanwhile
 * @param appliedNanos until the state machine had applied what the log held
 * @param appliedHeapBytes what the node then held of the heap
 */
record Opening(long openNanos, long openHeapBytes, long appliedNanos, long appliedHeapBytes) {

  static Opening parse(Line line) {
    return new Opening(
        line.number("open"),
        line.number("open-heap"),
        line.number("applied"),
        line.number("applied-heap"));
  }

  Line line() {
    return Line.of("opened")
        .with("open", openNanos)
        .with("open-heap", openHeapBytes)
        .with("applied", appliedNanos)
        .with("applied-heap", appliedHeapBytes);
  }
}
