package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.KvMachine.Census;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the server asks its questions of. Futures may complete on any thread; they fail with a
 * {@link io.github.multipaxos.PaxosException} and nothing else.
 */
public interface Store {

  /** Puts a command through the log and answers what it answered. */
  CompletableFuture<Reply> propose(KvCommand command, Duration timeout);

  /** Puts through the log what is asked in a session, or about one. */
  CompletableFuture<SessionReply<Reply>> propose(
      SessionCommand<KvCommand> command, Duration timeout);

  /** Answers the queries, all as of one moment that is as late as was asked, by an array. */
  CompletableFuture<Reply> read(List<Query> queries, Consistency consistency, Duration timeout);

  /** Answers the queries, all as of one moment after the call, by an array. */
  default CompletableFuture<Reply> read(List<Query> queries, Duration timeout) {
    return read(queries, Consistency.LINEARIZABLE, timeout);
  }

  /** Describes this replica, whether or not anybody leads. */
  CompletableFuture<Report> report();

  /**
   * This replica in a few words.
   *
   * @param status how the node is doing, as of a moment not before that of the census
   * @param members the members with their addresses
   * @param census what the replica has applied
   */
  record Report(NodeStatus status, Members members, Census census) {}
}
