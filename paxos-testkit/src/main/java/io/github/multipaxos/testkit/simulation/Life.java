package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.node.NodeSettings;
import io.github.multipaxos.node.SteppedNode;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Notice;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.Standing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One process on one machine, from its start to its end. Does with the real node's parts what its
 * threads would do.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Life<C, R> {

  private static final long WATCH_NANOS = 500_000_000;
  private static final long RETRY_NANOS = 1_000_000;
  private static final int APPLY_TURNS = 64;
  private static final ClusterId CLUSTER = new ClusterId("simulated");

  private final World<C, R> world;
  private final SimulatedNode<C, R> machine;
  private final Witness<C, R> witness;
  private final SteppedNode<Numbered<C>, Placed<R>> node;
  private final Deque<Runnable> stopped = new ArrayDeque<>();
  private final Deque<Runnable> heldBack = new ArrayDeque<>();
  private boolean isOver;
  private boolean isTurnPlanned;
  private boolean isApplyPlanned;
  private long busyUntilNanos;
  private Standing standing = Standing.FOLLOWING;

  /** Starts a process. An exception means that it ended at once, with a reason for people. */
  Life(World<C, R> world, SimulatedNode<C, R> machine) throws IOException {
    this.world = world;
    this.machine = machine;
    StateMachine<C, R> application = world.plan().application().machine().get();
    this.witness =
        new Witness<>(
            machine.id(),
            application,
            world.reference(),
            world.plan().application().digest(),
            world::fail);
    this.node = SteppedNode.start(settings(), this::read, this::observe);
    tick();
    watch();
    planApply();
  }

  private NodeSettings<Numbered<C>, Placed<R>> settings() {
    return new NodeSettings<>(
        CLUSTER,
        machine.id(),
        world.members(),
        witness,
        Numbered.codec(world.plan().application().codec()),
        new WatchedLog(machine.id(), machine.storage(), machine.memory(), world, this::callBack),
        new WatchedTransport(
            machine.id(),
            world.wiring().transport(machine.id()),
            machine.memory(),
            world,
            this::wake),
        world.config(),
        event -> world.coverage().mark("event " + event.getClass().getSimpleName()),
        machine.clock());
  }

  SteppedNode<Numbered<C>, Placed<R>> node() {
    return node;
  }

  Witness<C, R> witness() {
    return witness;
  }

  /** Returns how long true time needs for so many nanoseconds of the machine's clock. */
  long trueNanos(long nanos) {
    return machine.clock().trueNanos(nanos);
  }

  Standing standing() {
    return standing;
  }

  boolean isOver() {
    return isOver;
  }

  /** Somebody tells the node to hand over, if it leads. */
  void handOver(NodeId target) {
    node.handOver(target);
    wake();
  }

  /** The process ends without a word. */
  void end() {
    isOver = true;
    node.die("the process is gone");
  }

  // When things happen

  private void after(long nanos, Runnable task) {
    world.timeline().after(nanos, () -> whenAwake(task));
  }

  /** While a process is stopped, what is due waits until it goes on. */
  private void whenAwake(Runnable task) {
    if (isOver) {
      return;
    }
    if (!isStopped() && stopped.isEmpty()) {
      task.run();
      return;
    }
    stopped.add(task);
    if (stopped.size() == 1) {
      goOn();
    }
  }

  private boolean isStopped() {
    return machine.stoppedUntilNanos() > world.timeline().nanos();
  }

  /** Does what had to wait, unless the process is still stopped. */
  void goOn() {
    if (isStopped()) {
      world.timeline().after(machine.stoppedUntilNanos() - world.timeline().nanos(), this::goOn);
      return;
    }
    for (int waiting = stopped.size(); waiting > 0 && !isOver; waiting--) {
      stopped.remove().run();
    }
  }

  /** The log calls back, in order, whatever happens. */
  private void callBack(Runnable callback) {
    if (isOver) {
      return;
    }
    heldBack.add(callback);
    if (heldBack.size() == 1) {
      whenAwake(this::callBackAll);
    }
  }

  private void callBackAll() {
    while (!heldBack.isEmpty() && !isOver) {
      heldBack.peek().run();
      heldBack.remove();
    }
    wake();
  }

  private void read(Runnable task) {
    after(machine.costNanos(), () -> check(task));
  }

  /** There is something in the inbox, or time has passed. */
  void wake() {
    if (isOver || isTurnPlanned) {
      return;
    }
    long wait = busyUntilNanos - world.timeline().nanos();
    if (wait > 0 || isStopped()) {
      isTurnPlanned = true;
      after(
          wait,
          () -> {
            isTurnPlanned = false;
            turn();
          });
    } else {
      turn();
    }
  }

  private void turn() {
    check(node::turn);
    busyUntilNanos = world.timeline().nanos() + machine.costNanos();
    if (!isOver && node.hasEvents()) {
      wake();
    }
    planApply();
  }

  private void tick() {
    after(
        machine.clock().trueNanos(node.nanosUntilNextTick()),
        () -> {
          wake();
          tick();
        });
  }

  private void watch() {
    after(
        WATCH_NANOS,
        () -> {
          check(node::watch);
          watch();
        });
  }

  void planApply() {
    if (!isOver && !isApplyPlanned && !node.isUpToDate()) {
      isApplyPlanned = true;
      after(
          machine.applyNanos(),
          () -> {
            isApplyPlanned = false;
            apply();
          });
    }
  }

  private void apply() {
    for (int turn = 0; turn < APPLY_TURNS && !isOver; turn++) {
      if (!applyOne()) {
        if (!isOver && !node.isUpToDate()) {
          isApplyPlanned = true;
          after(
              RETRY_NANOS,
              () -> {
                isApplyPlanned = false;
                apply();
              });
        }
        return;
      }
    }
    planApply();
  }

  private boolean applyOne() {
    boolean[] hasApplied = new boolean[1];
    check(() -> hasApplied[0] = node.apply());
    return hasApplied[0];
  }

  /** Does a piece of work, and finds out whether the node has stopped over it. */
  private void check(Runnable work) {
    try {
      work.run();
    } catch (SimulationFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SimulationFailure("I18", "node " + machine.id() + " throws " + e.getMessage(), e);
    }
    Optional<String> failure = node.failure();
    if (failure.isPresent() && !isOver) {
      machine.onHalted(failure.get());
    }
  }

  // What is looked at

  private void observeLease(Replica replica, Effects effects) {
    if (!world.config().leaseDuration().isZero()) {
      long now = world.timeline().nanos();
      long left = machine.clock().trueNanos(node.nanosUntil(replica.leaseEndTick()));
      world.leases().onStep(machine.id(), now, now + left);
      world.coverage().mark("read under a lease", effects.leasedReads().size());
    }
  }

  private void observe(Replica replica, Effects effects) {
    standing = replica.standing();
    observeLease(replica, effects);
    world.watch().steps(machine.id(), effects);
    machine.memory().requirePromised(replica.promised());
    for (Effects.Chosen chosen : effects.chosen()) {
      world.trace().add(machine.id(), chosen);
      world.watch().hands(machine.id(), chosen);
      world.global().requireChosen(machine.id(), chosen.slot(), chosen.decree());
    }
    for (Notice notice : effects.notices()) {
      world.trace().add(machine.id(), notice);
      world.watch().notices(machine.id(), notice);
      world.coverage().mark("notice " + notice.getClass().getSimpleName());
      if (notice instanceof Notice.Leads) {
        machine.onLeads();
      }
    }
  }
}
