package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.Hello;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import io.github.multipaxos.transport.netty.wire.Refusal;
import io.github.multipaxos.transport.netty.wire.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One side of one handshake. The node that dials sends its {@link #opening}; each side hands the
 * first frame that it receives to {@link #receive} and does what the outcome says. Both run the
 * same checks, each on the other.
 */
public final class Handshake {

  /** The newest protocol version that this code speaks. */
  public static final int VERSION = 1;

  /** The oldest protocol version that this code speaks. */
  public static final int OLDEST_VERSION = 1;

  /** The largest frame body that belongs to a handshake: a hello with all boots it may tell of. */
  public static final int MAX_BODY_BYTES = 8192;

  private final Local local;
  private final KnownPeers known;
  private final @Nullable NodeId target;

  private Handshake(Local local, KnownPeers known, @Nullable NodeId target) {
    this.local = local;
    this.known = known;
    this.target = target;
  }

  /** Returns the side that dials {@code target}. */
  public static Handshake dialling(Local local, KnownPeers known, NodeId target) {
    return new Handshake(local, known, target);
  }

  /** Returns the side that was dialled, and does not know by whom. */
  public static Handshake answering(Local local, KnownPeers known) {
    return new Handshake(local, known, null);
  }

  /** Returns what to send before anything is received: a hello from the side that dials. */
  public Optional<Frame> opening() {
    return Optional.ofNullable(target).map(this::hello);
  }

  private Frame hello(NodeId to) {
    List<Long> processes = local.identity().boots().processes();
    return new Hello(
        VERSION,
        OLDEST_VERSION,
        local.identity().cluster().name(),
        local.node().value(),
        to.value(),
        local.identity().incarnation(),
        local.identity().boot(),
        processes.get(0),
        local.maxFrameBytes(),
        local.members().stream().map(NodeId::value).toList(),
        processes.subList(1, processes.size()));
  }

  /**
   * Takes the first frame from the other side.
   *
   * @throws MalformedFrameException if it is neither a hello nor a refusal
   */
  public Outcome receive(Frame first) throws MalformedFrameException {
    if (first instanceof Refusal refusal) {
      return new Outcome.Dismissed(refusal);
    }
    if (!(first instanceof Hello hello)) {
      throw new MalformedFrameException("a connection that does not begin with a hello");
    }
    Optional<Refusal> refusal = judge(hello);
    if (refusal.isPresent()) {
      return refused(hello, refusal.get());
    }
    Peer peer = peer(hello);
    Optional<Refusal> forgot = known.judge(peer);
    if (forgot.isPresent()) {
      return refused(hello, forgot.get());
    }
    return new Outcome.Admitted(
        peer, target == null ? Optional.of(hello(peer.node())) : Optional.empty());
  }

  private static Outcome refused(Hello hello, Refusal refusal) {
    String claimed = "node " + Integer.toUnsignedString(hello.from()) + " of " + hello.cluster();
    return new Outcome.Refused(claimed, refusal);
  }

  /**
   * Rule N2. Has it noted durably who {@code peer} is; {@code then} runs when that is so, and only
   * then may anything be said to the peer.
   */
  public void remember(Peer peer, Runnable then) {
    known.note(peer, then);
  }

  /** What is certain comes first: of two clusters that are mixed up, no node id means anything. */
  private Optional<Refusal> judge(Hello hello) {
    if (!isSpoken(hello)) {
      return refuse(Reason.UNSUPPORTED_VERSION, versions(hello));
    }
    if (!hello.cluster().equals(local.identity().cluster().name())) {
      return refuse(Reason.WRONG_CLUSTER, clusters(hello));
    }
    if (hello.from() == local.node().value()) {
      return refuse(Reason.OWN_ID, ownId());
    }
    if (hello.to() != local.node().value() || isNotTarget(hello)) {
      return refuse(Reason.WRONG_TARGET, wrongTarget(hello));
    }
    if (local.members().stream().noneMatch(id -> id.value() == hello.from())) {
      return refuse(Reason.UNKNOWN_NODE, unknownNode(hello));
    }
    if (!hello.members().isEmpty() && !theirMembers(hello).equals(local.members())) {
      return refuse(Reason.OTHER_MEMBERS, otherMembers(hello));
    }
    return Optional.empty();
  }

  private static SortedSet<NodeId> theirMembers(Hello hello) {
    SortedSet<NodeId> members = new TreeSet<>();
    hello.members().forEach(id -> members.add(NodeId.of(id)));
    return members;
  }

  private static boolean isSpoken(Hello hello) {
    return hello.version() >= OLDEST_VERSION
        && hello.oldestVersion() <= VERSION
        && hello.oldestVersion() <= hello.version();
  }

  private boolean isNotTarget(Hello hello) {
    return target != null && target.value() != hello.from();
  }

  private Peer peer(Hello hello) throws MalformedFrameException {
    int theirMaxBytes =
        hello.maxFrameBytes() < 0 ? Integer.MAX_VALUE : hello.maxFrameBytes(); // unsigned
    return new Peer(
        new Identity(
            local.identity().cluster(), NodeId.of(hello.from()), hello.incarnation(), boots(hello)),
        Math.min(VERSION, hello.version()),
        Math.min(local.maxFrameBytes(), theirMaxBytes));
  }

  private static Boots boots(Hello hello) throws MalformedFrameException {
    List<Long> processes = new ArrayList<>(List.of(hello.process()));
    processes.addAll(hello.earlierProcesses());
    if (processes.size() > hello.boot()) {
      throw new MalformedFrameException("a hello with more processes than boots");
    }
    return new Boots(hello.boot(), processes.subList(0, Math.min(processes.size(), Boots.MOST)));
  }

  private static Optional<Refusal> refuse(Reason reason, String sentence) {
    return Optional.of(new Refusal(reason, sentence));
  }

  private String versions(Hello hello) {
    return "node "
        + local.node()
        + " speaks protocol versions "
        + OLDEST_VERSION
        + " to "
        + VERSION
        + ", the other side "
        + Integer.toUnsignedString(hello.oldestVersion())
        + " to "
        + Integer.toUnsignedString(hello.version())
        + "; check that all nodes run releases that may be mixed";
  }

  private String clusters(Hello hello) {
    return "node "
        + local.node()
        + " belongs to cluster '"
        + local.identity().cluster()
        + "', the other side to cluster '"
        + hello.cluster()
        + "'; check the cluster names, and that no address is in the member lists of both";
  }

  private String ownId() {
    return "both sides are node "
        + local.node()
        + "; check that only one process is started with this id, and that no other member's address in"
        + " the member list leads back to it";
  }

  private String wrongTarget(Hello hello) {
    return target == null
        ? "this is node "
            + local.node()
            + ", but node "
            + Integer.toUnsignedString(hello.to())
            + " was called; check the addresses in the member list of node "
            + Integer.toUnsignedString(hello.from())
        : "node "
            + target
            + " was called, but node "
            + Integer.toUnsignedString(hello.from())
            + " answers; check the addresses in the member list of node "
            + local.node();
  }

  private String unknownNode(Hello hello) {
    return "node "
        + Integer.toUnsignedString(hello.from())
        + " is not in the member list of node "
        + local.node()
        + ", which has "
        + local.members()
        + (hello.members().isEmpty() ? "" : ", where the other side has " + theirMembers(hello))
        + "; check that all nodes are started with the same member list";
  }

  /** Rule N5. */
  private String otherMembers(Hello hello) {
    return "node "
        + local.node()
        + " is started with the members "
        + local.members()
        + ", node "
        + Integer.toUnsignedString(hello.from())
        + " with "
        + theirMembers(hello)
        + "; check that all nodes are started with the same member list";
  }
}
