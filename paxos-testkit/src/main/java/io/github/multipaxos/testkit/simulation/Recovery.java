package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The liveness phase. Some nodes, enough to go on, have nothing go wrong any more; the others are
 * left in the worst state for ever. Those some must then elect a leader, answer and agree, each
 * within a stated time (I17).
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Recovery<C, R> {

  private static final int LEADER_TIMEOUTS = 10;
  private static final int ANSWER_TIMEOUTS = 20;
  private static final int QUIET_TIMEOUTS = 10;

  /** A client that is none of the others. */
  private static final int CHECKER = Integer.MAX_VALUE;

  private static final long RETRY_NANOS = 10_000_000;

  /** Longer than what was sent while things went wrong can be on its way. */
  private static final long DELAYED_NANOS = 10_000_000_000L;

  private static final Duration AGREEMENT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final World<C, R> world;
  private final Clients<C, R> clients;
  private final Dice dice;
  private final List<SimulatedNode<C, R>> core = new ArrayList<>();
  private final List<SimulatedNode<C, R>> others = new ArrayList<>();
  private final List<SimulatedNode<C, R>> forgetful = new ArrayList<>();

  Recovery(World<C, R> world, Clients<C, R> clients, Dice dice) {
    this.world = world;
    this.clients = clients;
    this.dice = dice;
  }

  void run(Runner runner) {
    chooseCore();
    long electionNanos = world.config().electionTimeout().toNanos();
    runner.until(
        world.config().operationTimeout().toNanos() + LEADER_TIMEOUTS * electionNanos,
        this::hasLeader,
        () -> "no leader in " + describe());
    answer(runner, ANSWER_TIMEOUTS * electionNanos);
    runner.until(AGREEMENT.toNanos(), this::agrees, () -> "no agreement in " + describe());
    runner.run(DELAYED_NANOS);
    rest(runner, QUIET_TIMEOUTS * electionNanos);
    forgetful.forEach(this::requireDisowned);
  }

  /** Invariant I14. Its peers are there, and remember what it has forgotten. */
  private void requireDisowned(SimulatedNode<C, R> node) {
    require(
        node.isDisowned(),
        "I14",
        "node %s has forgotten what it promised and goes on; %s",
        node.id(),
        describe());
  }

  /** A healthy leader of a healthy core stays. */
  private void rest(Runner runner, long nanos) {
    Optional<SimulatedNode<C, R>> leader = leader();
    runner.run(nanos);
    require(
        leader.filter(core::contains).isEmpty() || leader.equals(leader()),
        "I17",
        "node %s led a healthy core and leads no more; %s",
        leader.map(SimulatedNode::id),
        describe());
  }

  /** What gives the run its time. */
  interface Runner {
    /** Lets so many nanoseconds pass. */
    void run(long nanos);

    /** Lets time pass until something holds; so many nanoseconds at most, or the run fails. */
    void until(long nanos, BooleanSupplier holds, Supplier<String> otherwise);
  }

  private void chooseCore() {
    List<SimulatedNode<C, R>> left = new ArrayList<>();
    for (SimulatedNode<C, R> node : world.nodes()) {
      if (world.suffrages().hasForgotten(node.id())) {
        forgetful.add(node);
      } else if (world.faults().has(Fault.LOG_ROT) && !node.mayRot()) {
        core.add(node); // a vote that is lost counts as a node that is
      } else {
        left.add(node);
      }
    }
    int most = core.size() + left.size();
    long size = dice.between(world.size() / 2 + 1, most);
    if (!world.suffrages().areAllAdmitted()) {
      size = most; // a new node needs every other to vouch for it
    }
    while (core.size() < size) {
      core.add(left.remove(dice.below(left.size())));
    }
    others.addAll(left);
    List<SimulatedNode<C, R>> healthy = new ArrayList<>(core);
    healthy.addAll(forgetful);
    world.weather().calm(healthy.stream().map(SimulatedNode::id).toList());
    others.forEach(this::freeze);
    healthy.forEach(SimulatedNode::calm);
  }

  private void freeze(SimulatedNode<C, R> node) {
    int how = dice.below(4);
    if (how == 0) {
      node.retire();
      return;
    }
    node.startAfter(0);
    if (how == 1) { // slow, and nothing else
      List<NodeId> reachable = new ArrayList<>(core.stream().map(SimulatedNode::id).toList());
      reachable.add(node.id());
      world.weather().calm(reachable);
      node.slow(100, Long.MAX_VALUE);
      return;
    }
    for (SimulatedNode<C, R> other : core) {
      if (how == 2) {
        world.weather().cut(other.id(), node.id());
      } else {
        world.weather().cut(node.id(), other.id());
      }
    }
  }

  private boolean hasLeader() {
    return leader().isPresent();
  }

  /** Returns the node that the whole core follows. It may be one of the others that still works. */
  private Optional<SimulatedNode<C, R>> leader() {
    return world.nodes().stream()
        .filter(SimulatedNode::isLeading)
        .filter(node -> core.stream().allMatch(other -> isFollowedBy(node, other)))
        .findFirst();
  }

  private boolean isFollowedBy(SimulatedNode<C, R> node, SimulatedNode<C, R> other) {
    return other
        .life()
        .flatMap(life -> life.node().status().leader())
        .filter(node.id()::equals)
        .isPresent();
  }

  private void answer(Runner runner, long nanos) {
    int[] answered = new int[1];
    core.forEach(node -> ask(node, () -> answered[0]++));
    runner.until(
        nanos,
        () -> answered[0] == core.size(),
        () -> answered[0] + " of " + core.size() + " nodes answer; " + describe());
  }

  /** Proposes on a node until it answers. The leader may be about to change when it is asked. */
  private void ask(SimulatedNode<C, R> node, Runnable whenAnswered) {
    Runnable again = () -> world.timeline().after(RETRY_NANOS, () -> ask(node, whenAnswered));
    if (node.life().isEmpty()) {
      again.run(); // it is just being started again
      return;
    }
    C command = world.plan().application().command().apply(dice);
    clients.propose(
        CHECKER,
        node.life().get(),
        command,
        PATIENCE,
        isOk -> {
          if (isOk) {
            whenAnswered.run();
          } else {
            again.run();
          }
        });
  }

  private boolean agrees() {
    int places = world.reference().places();
    return core.stream()
        .allMatch(
            node ->
                node.life()
                    .filter(life -> life.witness().places() == places)
                    .filter(life -> life.node().isUpToDate())
                    .isPresent());
  }

  private String describe() {
    List<String> words = new ArrayList<>();
    core.forEach(node -> words.add("core " + describe(node)));
    others.forEach(node -> words.add("other " + describe(node)));
    return String.join("; ", words);
  }

  private static String describe(SimulatedNode<?, ?> node) {
    return node.id()
        + " "
        + node.life().map(life -> life.standing() + " " + life.node().status()).orElse("is down");
  }
}
