package io.github.multipaxos.register;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.NodeListener;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What many people come to Paxos for: nodes that agree on one value for a key, once and for all.
 * {@link #decide} claims a value and returns the one that the key has, which is the first that was
 * ever claimed for it; all callers of all nodes get the same, at any time, however often they ask.
 * Safe for any number of threads.
 *
 * <p>This is one member of a cluster, a {@link PaxosNode} with a state machine of its own. What is
 * said there of futures and the threads they complete on holds here.
 *
 * <p>A key that this node knows to be decided is answered without a message and without the disk:
 * what is true for ever need not be confirmed. Deciding another one costs a round of messages to a
 * quorum and a sync of its disks.
 *
 * <p>There is no way to change or delete a value, and keys are not counted. Every key stays in the
 * memory of every node, with its value and about 120 bytes beside them, and in the log: a million
 * keys of 20 bytes with values of 100 take some 240 MB. Whoever decides without end needs keys that
 * come again, or a state machine that may forget.
 *
 * @param <V> the type of the values
 */
public final class WriteOnceRegister<V> implements AutoCloseable {

  /** The largest key, in bytes of UTF-8. */
  public static final int KEY_BYTES_LIMIT = 1 << 10;

  /** The largest value, in bytes: 64 KiB. What is larger belongs elsewhere, its name here. */
  public static final int VALUE_BYTES_LIMIT = 64 << 10;

  private final RegisterMachine machine;
  private final PaxosNode<Claim, Bytes> node;
  private final Codec<V> codec;
  private final PaxosConfig config;

  private WriteOnceRegister(
      RegisterMachine machine, PaxosNode<Claim, Bytes> node, Codec<V> codec, PaxosConfig config) {
    this.machine = machine;
    this.node = node;
    this.codec = codec;
    this.config = config;
  }

  /** Begins to describe a node whose values are bytes. */
  public static Builder<Bytes> builder() {
    return builder(Codec.of(Bytes::toArray, WriteOnceRegister::bytes));
  }

  private static Bytes bytes(ByteBuffer buffer) {
    return Bytes.wrap(Codec.bytes().decode(buffer));
  }

  /**
   * Begins to describe a node whose values are made into bytes by this codec, which encodes on the
   * thread that calls and decodes on any. An exception of its own reaches the caller and harms
   * nobody else.
   */
  public static <V> Builder<V> builder(Codec<V> codec) {
    return new Builder<>(codec);
  }

  /** Decides with the configured deadline; see {@link #decide(String, Object, Duration)}. */
  public CompletableFuture<V> decide(String key, V value) {
    return decide(key, value, config.operationTimeout());
  }

  /**
   * Claims a value for a key, and returns the one that the key has: this one, or one that was
   * claimed before. Whoever wants to know which, compares.
   *
   * <p>A claim whose outcome is unknown is made again until the deadline, as it can do no harm. So
   * the future fails only when time is up, the node is closed or the claim is too large: with a
   * {@link RejectedException} if the value certainly was not given to the key on behalf of this
   * call, and with an {@link io.github.multipaxos.OutcomeUnknownException} if it may have been or
   * may yet be. Asking again is right after either.
   *
   * @param key at least one character, at most {@link #KEY_BYTES_LIMIT} bytes in UTF-8
   * @param value at most {@link #VALUE_BYTES_LIMIT} bytes when encoded, which it is before this
   *     method returns
   * @param timeout how long to wait
   * @throws IllegalArgumentException if the key is empty, too long or not made of whole characters
   */
  public CompletableFuture<V> decide(String key, V value, Duration timeout) {
    Keys.check(key);
    Claim claim = new Claim(key, Bytes.wrap(codec.encode(value)));
    if (claim.value().size() > VALUE_BYTES_LIMIT) {
      return CompletableFuture.failedFuture(tooLarge(claim));
    }
    return new Asking<>(left -> claim(claim, left), this::decode, timeout, config, Pauses.REAL)
        .ask();
  }

  /** Makes a claim, unless this node has learnt meanwhile that there is nothing left to claim. */
  private CompletableFuture<Bytes> claim(Claim claim, Duration timeout) {
    Optional<Bytes> decided = machine.decided(claim.key());
    return decided.isPresent()
        ? node.read(Consistency.LOCAL, at -> decided.get(), timeout)
        : node.propose(claim, timeout);
  }

  private static RejectedException tooLarge(Claim claim) {
    return new RejectedException(
        RejectedException.Reason.TOO_LARGE,
        "the value for key "
            + claim.key()
            + " has "
            + claim.value().size()
            + " bytes, the limit is "
            + VALUE_BYTES_LIMIT
            + "; keep it elsewhere and decide on its name");
  }

  /** Reads with the configured deadline; see {@link #read(String, Duration)}. */
  public CompletableFuture<Optional<V>> read(String key) {
    return read(key, config.operationTimeout());
  }

  /**
   * Returns the value of a key, or empty if it has none yet. Linearizable: if anybody was told a
   * value before the read began, it is found. The future fails with a {@link RejectedException} if
   * that could not be made sure of in time.
   *
   * @param key as for {@link #decide(String, Object, Duration)}
   * @param timeout how long to wait
   * @throws IllegalArgumentException if the key is empty, too long or not made of whole characters
   */
  public CompletableFuture<Optional<V>> read(String key, Duration timeout) {
    Keys.check(key);
    Consistency needed =
        machine.decided(key).isPresent() ? Consistency.LOCAL : Consistency.LINEARIZABLE;
    return node.read(needed, at -> machine.decided(key).map(this::decode), timeout);
  }

  private V decode(Bytes value) {
    return codec.decode(value.buffer());
  }

  /** Returns how the node is doing. Never blocks. */
  public NodeStatus status() {
    return node.status();
  }

  /** Closes the node; see {@link PaxosNode#close}. What is under way is answered, or fails. */
  @Override
  public void close() {
    node.close();
  }

  /**
   * Describes a node and starts it. {@code self}, {@code members}, {@code log} and {@code
   * transport} must be given.
   *
   * @param <V> the type of the values
   */
  public static final class Builder<V> {
    private final RegisterMachine machine = new RegisterMachine();
    private final PaxosNode.Builder<Claim, Bytes> node =
        PaxosNode.builder(machine, new ClaimCodec());
    private final Codec<V> codec;
    private PaxosConfig config = PaxosConfig.defaults();

    private Builder(Codec<V> codec) {
      this.codec = codec;
    }

    /** Says which of the members this node is. */
    public Builder<V> self(int id) {
      node.self(id);
      return this;
    }

    /**
     * Names the cluster; {@code default} if nothing is said. Nodes of other clusters are refused.
     */
    public Builder<V> cluster(String name) {
      node.cluster(name);
      return this;
    }

    /** Says who the members are: {@code 1=host:port,2=host:port,…}, the same on every node. */
    public Builder<V> members(String members) {
      node.members(members);
      return this;
    }

    /** Says who the members are, the same on every node. */
    public Builder<V> members(Members members) {
      node.members(members);
      return this;
    }

    /** Says where the node keeps what it must not forget. The node closes the log. */
    public Builder<V> log(DurableLog log) {
      node.log(log);
      return this;
    }

    /** Says how the node talks to the others. The node closes the transport. */
    public Builder<V> transport(Transport transport) {
      node.transport(transport);
      return this;
    }

    /** Changes settings. */
    public Builder<V> config(PaxosConfig config) {
      this.config = config;
      node.config(config);
      return this;
    }

    /** Says who is told what happens to the node. */
    public Builder<V> listener(NodeListener listener) {
      node.listener(listener);
      return this;
    }

    /**
     * Starts the node and returns when it listens. Called once: a node has one log and one
     * transport. There need not be a leader yet, nor other members.
     *
     * @throws IOException if the log cannot be opened or the node's address cannot be listened on;
     *     the message says which and what to do
     * @throws IllegalArgumentException if something was not given, or does not fit together
     */
    public WriteOnceRegister<V> start() throws IOException {
      return new WriteOnceRegister<>(machine, node.start(), codec, config);
    }
  }
}
