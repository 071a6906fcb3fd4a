package io.github.multipaxos.testkit.exhaustive;

import java.util.List;
import java.util.Optional;

/**
 * What an exploration came to.
 *
 * @param states how many states of the cluster were seen
 * @param transitions how many steps between them
 * @param depth how many steps the furthest of them is from the beginning
 * @param nodeStates how many states of single nodes there were among them
 * @param nanos how long it took
 * @param isExhausted whether there are no more within the scope
 * @param violation what is wrong, if anything is
 */
public record Exploration(
    long states,
    long transitions,
    int depth,
    int nodeStates,
    long nanos,
    boolean isExhausted,
    Optional<Violation> violation) {

  /**
   * A state that must not be.
   *
   * @param sentence what is wrong with it
   * @param path the steps that lead to it, as few as possible, in the words of scenario files
   */
  public record Violation(String sentence, List<String> path) {
    /** Takes an unmodifiable copy of the path. */
    public Violation {
      path = List.copyOf(path);
    }
  }

  /** Returns how many states were seen a second. */
  public long statesPerSecond() {
    return (long) (states / Math.max(1e-9, nanos / 1e9));
  }
}
