package io.github.multipaxos.protocol;

/** What became of a proposal that was not seen to be chosen (rule C1). */
public sealed interface Outcome {

  /** Returns the sequence of the proposal. */
  long sequence();

  /**
   * The command was not proposed to anybody and never will be.
   *
   * @param sequence the proposal
   * @param reason why not
   */
  record Rejected(long sequence, Reason reason) implements Outcome {
    /** Why a command was not proposed. */
    public enum Reason {
      /** The leader's backlog is full. */
      OVERLOADED,
      /** The deadline passed while the command waited for a leader or for a slot. */
      DEADLINE,
      /** The node closes. */
      STOPPED
    }
  }

  /**
   * The command may be chosen, now or later.
   *
   * @param sequence the proposal
   * @param reason why it is not known
   */
  record Unknown(long sequence, Reason reason) implements Outcome {
    /** Why an outcome is not known. */
    public enum Reason {
      /** The deadline passed after the command was proposed or forwarded. */
      DEADLINE,
      /** The leader that had the command was replaced, and its successor has no room for it. */
      LEADER_CHANGED,
      /** The node closes. */
      STOPPED
    }
  }
}
