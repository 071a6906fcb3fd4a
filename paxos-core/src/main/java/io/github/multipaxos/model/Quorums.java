package io.github.multipaxos.model;

/**
 * How many voters make a quorum. Every prepare quorum shares a voter with every accept quorum; that
 * is all Paxos asks for ("Flexible Paxos", Howard, Malkhi and Spiegelman, 2016).
 *
 * @param voters how many voters there are
 * @param prepare how many promises a candidate needs
 * @param accept how many votes in one ballot make a decree chosen, and how many answers confirm
 *     that nobody leads in a higher ballot
 */
public record Quorums(int voters, int prepare, int accept) {

  /** Checks that the sizes are possible and that the quorums intersect. */
  public Quorums {
    if (voters < 1 || prepare < 1 || accept < 1 || prepare > voters || accept > voters) {
      throw new IllegalArgumentException(
          "quorums of " + prepare + " and " + accept + " out of " + voters + " voters");
    }
    if (prepare + accept <= voters) {
      throw new IllegalArgumentException(
          "a prepare quorum of "
              + prepare
              + " and an accept quorum of "
              + accept
              + " need not share any of "
              + voters
              + " voters");
    }
  }

  /** Returns the quorums of more than half of {@code voters}, for both phases. */
  public static Quorums majority(int voters) {
    int half = voters / 2;
    return new Quorums(voters, half + 1, half + 1);
  }
}
