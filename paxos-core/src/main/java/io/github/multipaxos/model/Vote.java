package io.github.multipaxos.model;

/**
 * An acceptor's vote in one slot: the decree it accepted, and the ballot it accepted it in.
 *
 * @param ballot the ballot of the vote
 * @param decree the decree voted for
 */
public record Vote(Ballot ballot, Decree decree) {

  /** Returns roughly how many bytes this vote takes, for budgets. */
  public long bytes() {
    return 32 + decree.bytes();
  }
}
