package io.github.multipaxos;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.node.NodeSettings;
import io.github.multipaxos.node.ThreadedNode;
import io.github.multipaxos.node.TimeSource;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One member of a cluster that replicates a state machine. Safe for any number of threads.
 *
 * <p>Futures complete on the node's protocol thread or its apply thread. What is chained to them
 * without an executor runs there and must be short and must not wait for this node; chain longer
 * work with the {@code …Async} methods.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
public final class PaxosNode<C, R> implements AutoCloseable {

  private final ThreadedNode<C, R> node;
  private final Duration timeout;

  private PaxosNode(ThreadedNode<C, R> node, Duration timeout) {
    this.node = node;
    this.timeout = timeout;
  }

  /** Begins to describe a node that replicates this state machine. */
  public static <C, R> Builder<C, R> builder(StateMachine<C, R> machine, Codec<C> codec) {
    return new Builder<>(machine, codec);
  }

  /** Proposes a command with the configured deadline; see {@link #propose(Object, Duration)}. */
  public CompletableFuture<R> propose(C command) {
    return propose(command, timeout);
  }

  /**
   * Proposes a command, from any node. The future completes with what the state machine of
   * <em>this</em> node returned for it, after it was chosen and applied here.
   *
   * <p>It fails with a {@link RejectedException} if the command was certainly not applied, and with
   * an {@link OutcomeUnknownException} if it may have been or may yet be; with nothing else, and
   * not later than about a tenth of a second after the deadline. A command is applied at most once,
   * though the library offers it to one leader after the other until the deadline.
   *
   * @param command the command; encoded before this method returns
   * @param timeout how long to wait
   */
  public CompletableFuture<R> propose(C command, Duration timeout) {
    return node.propose(command, timeout);
  }

  /** Reads with the configured deadline; see {@link #read(Consistency, Function, Duration)}. */
  public <T> CompletableFuture<T> read(Consistency consistency, Supplier<T> query) {
    return read(consistency, at -> query.get(), timeout);
  }

  /** Reads with the configured deadline; see {@link #read(Consistency, Function, Duration)}. */
  public <T> CompletableFuture<T> read(Consistency consistency, Function<Moment, T> query) {
    return read(consistency, query, timeout);
  }

  /**
   * Runs a query against this node's state machine, from any node, when no command is applied, so
   * that it needs no locks. The query must not change the state and should be short. It never runs
   * between two commands of one slot.
   *
   * <p>The future fails with what the query threw, or with a {@link RejectedException} if the query
   * was not run. Under {@link Consistency#LEASE} it may be run twice, and only its last answer
   * counts.
   *
   * @param consistency what the read may miss
   * @param query is given the point in the log up to which commands have been applied
   * @param timeout how long to wait
   */
  public <T> CompletableFuture<T> read(
      Consistency consistency, Function<Moment, T> query, Duration timeout) {
    return node.read(consistency, query, timeout);
  }

  /**
   * Makes another member lead, if this one does. The future completes when this node has learnt
   * that {@code target} leads. It fails with a {@link RejectedException} if this node does not
   * lead, or if the target did not take over in time; this node then goes on leading. Proposals
   * made meanwhile wait.
   */
  public CompletableFuture<Void> transferLeadership(NodeId target) {
    return node.transferLeadership(target);
  }

  /**
   * Takes a snapshot of this node's state machine now, whether one is due or not. The future
   * completes with its slot when it is durable; what the log held below the snapshot before it is
   * then let go of. It fails with a {@link RejectedException} if the snapshot could not be written;
   * the node goes on.
   */
  public CompletableFuture<Long> snapshot() {
    return node.snapshot();
  }

  /** Returns how the node is doing. Never blocks. */
  public NodeStatus status() {
    return node.status();
  }

  /**
   * Closes the node: admits nothing more, hands leadership over if it leads, waits for what is
   * under way as long as {@link PaxosConfig#closeTimeout} says, fails the rest and lets go of log
   * and transport. Returns when all that is done. May be called again, and from anywhere; from a
   * callback of the node's own it returns at once.
   */
  @Override
  public void close() {
    node.close();
  }

  /**
   * Describes a node and starts it. {@code self}, {@code members}, {@code log} and {@code
   * transport} must be given.
   *
   * @param <C> the command type
   * @param <R> the result type
   */
  public static final class Builder<C, R> {
    private final StateMachine<C, R> machine;
    private final Codec<C> codec;
    private ClusterId cluster = new ClusterId("default");
    private PaxosConfig config = PaxosConfig.defaults();
    private NodeListener listener = event -> {};
    private @Nullable NodeId self;
    private @Nullable Members members;
    private @Nullable DurableLog log;
    private @Nullable Transport transport;

    private Builder(StateMachine<C, R> machine, Codec<C> codec) {
      this.machine = machine;
      this.codec = codec;
    }

    /** Says which of the members this node is. */
    public Builder<C, R> self(int id) {
      this.self = NodeId.of(id);
      return this;
    }

    /**
     * Names the cluster; {@code default} if nothing is said. Nodes of other clusters are refused.
     */
    public Builder<C, R> cluster(String name) {
      this.cluster = new ClusterId(name);
      return this;
    }

    /** Says who the members are: {@code 1=host:port,2=host:port,…}, the same on every node. */
    public Builder<C, R> members(String members) {
      return members(Members.parse(members));
    }

    /** Says who the members are, the same on every node. */
    public Builder<C, R> members(Members members) {
      this.members = members;
      return this;
    }

    /** Says where the node keeps what it must not forget. The node closes the log. */
    public Builder<C, R> log(DurableLog log) {
      this.log = log;
      return this;
    }

    /** Says how the node talks to the others. The node closes the transport. */
    public Builder<C, R> transport(Transport transport) {
      this.transport = transport;
      return this;
    }

    /** Changes settings. */
    public Builder<C, R> config(PaxosConfig config) {
      this.config = config;
      return this;
    }

    /** Says who is told what happens to the node. */
    public Builder<C, R> listener(NodeListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Starts the node and returns when it listens. There need not be a leader yet, nor other
     * members; the state machine catches up with the log in the background.
     *
     * @throws IOException if the log cannot be opened or the node's address cannot be listened on;
     *     the message says which and what to do
     * @throws IllegalArgumentException if something was not given, or does not fit together
     */
    public PaxosNode<C, R> start() throws IOException {
      NodeId id = given(self, "self");
      Members all = given(members, "members");
      if (all.get(id).isEmpty()) {
        throw new IllegalArgumentException("node " + id + " is not among the members " + all);
      }
      NodeSettings<C, R> settings =
          new NodeSettings<>(
              cluster,
              id,
              all,
              machine,
              codec,
              given(log, "log"),
              given(transport, "transport"),
              config,
              listener,
              TimeSource.SYSTEM);
      return new PaxosNode<>(ThreadedNode.start(settings), config.operationTimeout());
    }

    private static <T> T given(@Nullable T value, String name) {
      if (value == null) {
        throw new IllegalArgumentException("the builder needs " + name + "(…) before start()");
      }
      return value;
    }
  }
}
