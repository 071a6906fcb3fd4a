package io.github.multipaxos.testkit.exhaustive;

/**
 * How far to go.
 *
 * @param nodes how many nodes, 1 to 5
 * @param campaigns how many campaigns there are in all
 * @param commands how many commands are proposed in all, each to whoever leads
 * @param crashes how many crashes there are in all
 * @param syncsApart whether a sync is a step of its own, so that a crash may come before it;
 *     otherwise what is written is durable at once
 * @param maxStates where to give up
 */
public record Scope(
    int nodes, int campaigns, int commands, int crashes, boolean syncsApart, int maxStates) {

  /** Checks the bounds. */
  public Scope {
    require(nodes >= 1 && nodes <= 5, "nodes must be 1 to 5, was " + nodes);
    require(campaigns >= 0 && campaigns <= 15, "campaigns must be 0 to 15, was " + campaigns);
    require(commands >= 0 && commands <= 15, "commands must be 0 to 15, was " + commands);
    require(crashes >= 0 && crashes <= 15, "crashes must be 0 to 15, was " + crashes);
    require(maxStates >= 1, "maxStates must be positive, was " + maxStates);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
