package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.session.SessionCommand;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a client what became of its request when it did not succeed, and never more than is known.
 */
final class Failure {

  private static final Logger log = LoggerFactory.getLogger(Failure.class);

  private Failure() {}

  /** Returns the reply to one request of a turn that failed. */
  static Reply reply(Throwable failure, Meaning meaning) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RejectedException rejected) {
      boolean overloaded = rejected.reason() == RejectedException.Reason.OVERLOADED;
      return error(overloaded ? "OVERLOADED" : "REJECTED", rejected.getMessage());
    }
    if (isQuery(meaning)) {
      return error("REJECTED", "the read got no answer: " + cause.getMessage());
    }
    if (!(cause instanceof OutcomeUnknownException)) {
      log.error("fails to carry out a command", cause);
    }
    boolean isRetriable =
        meaning instanceof Meaning.UseSession use && use.command() instanceof SessionCommand.Exec;
    return error(
        "UNKNOWN",
        cause.getMessage()
            + (isRetriable ? "; send it again, to any node, to learn what became of it" : ""));
  }

  /** Returns the reply to a request that was never begun. */
  static Reply late(Duration timeout) {
    return error(
        "REJECTED",
        "the deadline of "
            + timeout.toMillis()
            + " ms passed while the request waited for earlier ones of its connection");
  }

  /** A query changes nothing, so it did not happen, whatever else its turn may have done. */
  private static boolean isQuery(Meaning meaning) {
    return meaning instanceof Meaning.Inform
        || meaning instanceof Meaning.Operate operate && operate.command() instanceof Query;
  }

  private static Reply error(String kind, String text) {
    return new Reply.Error(kind + " " + text);
  }
}
