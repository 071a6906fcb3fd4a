package io.github.multipaxos.session.client;

import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The way through one node. When that has stopped there is none. */
record NodeDoor<C, R>(PaxosNode<SessionCommand<C>, SessionReply<R>> node) implements Door<C, R> {

  @Override
  public CompletableFuture<SessionReply<R>> propose(SessionCommand<C> command, Duration timeout) {
    return node.propose(command, timeout);
  }

  @Override
  public boolean leadsElsewhere() {
    return false;
  }
}
