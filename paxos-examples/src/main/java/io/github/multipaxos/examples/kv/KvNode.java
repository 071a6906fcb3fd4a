package io.github.multipaxos.examples.kv;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.NodeListener;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.examples.kv.resp.Store;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.KvMachine;
import io.github.multipaxos.examples.kv.store.KvMachine.Census;
import io.github.multipaxos.examples.kv.store.KvSessions;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionMachine;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One replica of the key-value store: the state machine, the node that feeds it, and its clock. */
public final class KvNode implements Store, AutoCloseable {

  private final Members members;
  private final KvMachine machine;
  private final SessionMachine<KvCommand, Reply> sessions;
  private final PaxosNode<SessionCommand<KvCommand>, SessionReply<Reply>> node;
  private final ExpiryClock clock;

  private KvNode(
      Members members,
      KvMachine machine,
      SessionMachine<KvCommand, Reply> sessions,
      PaxosNode<SessionCommand<KvCommand>, SessionReply<Reply>> node) {
    this.members = members;
    this.machine = machine;
    this.sessions = sessions;
    this.node = node;
    this.clock = new ExpiryClock(node, machine);
  }

  /**
   * Who a node is.
   *
   * @param cluster the cluster's name
   * @param id the node's id
   * @param members the members, the node among them
   * @param config the node's settings
   */
  public record Settings(String cluster, int id, Members members, PaxosConfig config) {}

  /**
   * Starts a node. It serves at once, whether or not the others are there.
   *
   * @throws IOException if the log cannot be opened or the node's address cannot be listened on
   */
  public static KvNode start(
      Settings settings, DurableLog log, Transport transport, NodeListener listener)
      throws IOException {
    KvMachine machine = new KvMachine();
    SessionMachine<KvCommand, Reply> sessions = KvSessions.around(machine);
    PaxosNode<SessionCommand<KvCommand>, SessionReply<Reply>> node =
        PaxosNode.builder(sessions, KvSessions.codec())
            .cluster(settings.cluster())
            .self(settings.id())
            .members(settings.members())
            .config(settings.config())
            .log(log)
            .transport(transport)
            .listener(listener)
            .start();
    return new KvNode(settings.members(), machine, sessions, node);
  }

  @Override
  public CompletableFuture<Reply> propose(KvCommand command, Duration timeout) {
    return node.propose(new SessionCommand.Plain<>(command), timeout)
        .thenApply(answer -> ((SessionReply.Answered<Reply>) answer).result());
  }

  @Override
  public CompletableFuture<SessionReply<Reply>> propose(
      SessionCommand<KvCommand> command, Duration timeout) {
    return node.propose(command, timeout);
  }

  @Override
  public CompletableFuture<Reply> read(
      List<Query> queries, Consistency consistency, Duration timeout) {
    return node.read(consistency, at -> machine.answer(queries, at), timeout);
  }

  @Override
  public CompletableFuture<Report> report() {
    return census().thenApply(census -> new Report(node.status(), members, census));
  }

  /** Describes the state of this replica, which may be behind the others. */
  public CompletableFuture<Census> census() {
    return node.read(Consistency.LOCAL, this::censusAt);
  }

  /** Sessions are part of what replicas have to agree on. */
  private Census censusAt(Moment at) {
    Census census = machine.census(at);
    String digest = String.format("%s-%016x", census.digest(), sessions.tableDigest());
    return new Census(census.slot(), digest, census.keys(), census.expiringKeys());
  }

  /** Tells how the node is doing. */
  public NodeStatus status() {
    return node.status();
  }

  @Override
  public void close() {
    clock.close();
    node.close();
  }
}
