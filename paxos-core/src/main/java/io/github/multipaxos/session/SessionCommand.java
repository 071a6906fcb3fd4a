package io.github.multipaxos.session;

import io.github.multipaxos.Codec;

/**
 * What a {@link SessionMachine} is asked: an application's command, in a session or without one, or
 * something about a session itself.
 *
 * @param <C> the application's command type
 */
public sealed interface SessionCommand<C> {

  /**
   * Applies a command outside any session: each time that it is proposed. Answered by {@link
   * SessionReply.Answered}.
   *
   * @param command what the application is asked
   */
  record Plain<C>(C command) implements SessionCommand<C> {}

  /**
   * Opens a session. Answered by {@link SessionReply.Opened}, or refused when there is no room.
   * Proposed twice it opens two, one of which expires unused.
   *
   * @param ttlMillis how long the session lives after its last sign of life, by the replicated
   *     clock; granted up to a limit
   */
  record Open<C>(long ttlMillis) implements SessionCommand<C> {
    /** Checks that there is some time to live. */
    public Open {
      if (ttlMillis < 1) {
        throw new IllegalArgumentException(
            "a session lives for at least a millisecond, asked was " + ttlMillis);
      }
    }
  }

  /**
   * Applies a command once, however often this is proposed under the same sequence. Answered by
   * {@link SessionReply.Answered} with the original answer, also when it is a retry; by {@link
   * SessionReply.AnswerDropped} if that is no longer there; or refused, and then not applied.
   *
   * @param session in which session
   * @param sequence the client's number for the command, from 1 on. A number belongs to one command
   *     for ever; another command under it is taken for a retry and not looked at
   * @param acknowledgedThrough the client will never ask about this sequence again, nor about any
   *     below it; 0 for none. Below {@code sequence}
   * @param command what the application is asked
   */
  record Exec<C>(SessionId session, long sequence, long acknowledgedThrough, C command)
      implements SessionCommand<C> {
    /** Checks the bounds. */
    public Exec {
      if (acknowledgedThrough < 0 || sequence <= acknowledgedThrough) {
        throw new IllegalArgumentException(
            "a sequence is above what the client acknowledges, which is at least 0; they were "
                + sequence
                + " and "
                + acknowledgedThrough);
      }
    }
  }

  /**
   * Shows that the client lives, as {@link Exec} does too. Answered by {@link SessionReply.Kept},
   * or refused.
   *
   * @param session whose client
   */
  record KeepAlive<C>(SessionId session) implements SessionCommand<C> {}

  /**
   * Forgets a session. Answered by {@link SessionReply.Closed}, or refused if it is not there any
   * more.
   *
   * @param session which
   */
  record Close<C>(SessionId session) implements SessionCommand<C> {}

  /** Returns a codec of these, made from one of the application's commands. */
  static <C> Codec<SessionCommand<C>> codec(Codec<C> commands) {
    return new SessionCodec<>(commands);
  }
}
