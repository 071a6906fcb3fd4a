package io.github.multipaxos.benchmarks.system;

/** Is told of operations that came to an end. Safe for any number of threads. */
public interface Completions {

  /**
   * So many operations that were begun at that time are done: a command has been applied at the
   * replica where it was proposed, a read has been answered. May begin others before it returns.
   */
  void completed(long startNanos, int operations);

  /** So many operations failed, or nobody knows what became of them. */
  void failed(int operations, Throwable cause);
}
