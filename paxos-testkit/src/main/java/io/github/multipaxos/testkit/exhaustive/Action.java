package io.github.multipaxos.testkit.exhaustive;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;

/** Something that can happen to one node. */
sealed interface Action {

  /** A message arrives. */
  record Deliver(NodeId from, Message message) implements Action {}

  /** Its oldest write becomes durable. */
  record Sync() implements Action {}

  /** It loses power and starts again; so many of the records it has not synced survive. */
  record Crash(int survivors) implements Action {}

  /** Its patience with whoever leads is over, and everybody would let it lead. */
  record Campaign() implements Action {}

  /** A client proposes a command of that number. */
  record Propose(int number) implements Action {}
}
