package io.github.multipaxos.benchmarks.limit;

/** A queue of operations, those that began together told as one run; allocates only to grow. */
final class Runs {

  private long[] startNanos = new long[16];
  private int[] operations = new int[16];
  private int first;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(long start, int count) {
    if (size == operations.length) {
      grow();
    }
    int at = at(size++);
    startNanos[at] = start;
    operations[at] = count;
  }

  /** Adds to the last run; the operations are then taken for as old as that. */
  void extend(int count) {
    operations[at(size - 1)] += count;
  }

  long firstStartNanos() {
    return startNanos[first];
  }

  /** Takes so many operations of the first run, or all it has. Returns how many. */
  int take(int most) {
    int taken = Math.min(most, operations[first]);
    operations[first] -= taken;
    if (operations[first] == 0) {
      first = at(1);
      size--;
    }
    return taken;
  }

  private int at(int offset) {
    return (first + offset) & (operations.length - 1);
  }

  private void grow() {
    long[] starts = new long[2 * size];
    int[] counts = new int[2 * size];
    for (int i = 0; i < size; i++) {
      starts[i] = startNanos[at(i)];
      counts[i] = operations[at(i)];
    }
    startNanos = starts;
    operations = counts;
    first = 0;
  }
}
