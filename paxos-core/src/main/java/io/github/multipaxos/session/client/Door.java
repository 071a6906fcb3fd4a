package io.github.multipaxos.session.client;

import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The way to the cluster: something that proposes on one node or another. What fails is tried again
 * through the same door, so one that picks another node each time outlives them all.
 *
 * @param <C> the application's command type
 * @param <R> the application's result type
 */
@FunctionalInterface
public interface Door<C, R> {

  /** Proposes a command; the future fails as that of a node's {@code propose} does. */
  CompletableFuture<SessionReply<R>> propose(SessionCommand<C> command, Duration timeout);

  /** Tells whether it makes sense to come again after a node has said that it has stopped. */
  default boolean leadsElsewhere() {
    return true;
  }
}
