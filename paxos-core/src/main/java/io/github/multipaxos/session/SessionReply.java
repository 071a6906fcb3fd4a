package io.github.multipaxos.session;

/**
 * What a {@link SessionMachine} answers.
 *
 * @param <R> the application's result type
 */
public sealed interface SessionReply<R> {

  /**
   * The command has been applied, now or when it was first proposed, and this is what the
   * application answered then.
   *
   * @param result the application's result
   */
  record Answered<R>(R result) implements SessionReply<R> {}

  /**
   * The command was applied when it was first proposed, and its answer is gone: it was larger than
   * the limit, or made room for later ones. Nothing is applied now.
   */
  record AnswerDropped<R>() implements SessionReply<R> {}

  /**
   * A session is open.
   *
   * @param session its id
   * @param ttlMillis how long it lives after each sign of life
   * @param windowSequences how far sequences may be above what the client has acknowledged
   */
  record Opened<R>(SessionId session, long ttlMillis, int windowSequences)
      implements SessionReply<R> {}

  /** The session lives on. */
  record Kept<R>() implements SessionReply<R> {}

  /** The session is forgotten. */
  record Closed<R>() implements SessionReply<R> {}

  /**
   * Nothing has been applied by this command. An earlier attempt under the same sequence may have
   * been.
   *
   * @param reason why
   */
  record Refused<R>(Reason reason) implements SessionReply<R> {}

  /** Why a command is refused. */
  enum Reason {
    /** There is no such session: it has expired, was closed, or was never opened. */
    EXPIRED,
    /** The client has acknowledged the sequence, and its answer has been let go of. */
    STALE,
    /** The sequence is further above what the client has acknowledged than the window allows. */
    AHEAD,
    /** There are as many sessions as the limit allows. */
    FULL
  }
}
