package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Standing;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One machine: its disk and its clocks, and the process that runs on it, if one does.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class SimulatedNode<C, R> {

  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;

  /** Enough for an old copy of a disk to show more boots than its peers have noted. */
  private static final int MOST_RESTARTS = 12;

  private final World<C, R> world;
  private final NodeId id;
  private final Dice dice;
  private final Storage storage;
  private final SimulatedClock clock;
  private final DurableMemory memory;
  private final long applyNanos;
  private @Nullable Life<C, R> life;
  private long stoppedUntilNanos;
  private long slowUntilNanos;
  private long slowness = 1;
  private boolean mayFail;
  private boolean isCalm;
  private boolean isShortOfSpace;
  private boolean isRetired;
  private boolean isDisowned;
  private long backedUpBoot = Long.MAX_VALUE;

  SimulatedNode(World<C, R> world, NodeId id, Dice dice) {
    this.world = world;
    this.id = id;
    this.dice = dice;
    this.storage =
        Tiers.storage(
            world.plan().line().tier(), world.timeline(), dice.fork(), world.faults(), id);
    double rate = 1 + LeaseTimes.drift(world.faults()) * (2 * dice.fraction() - 1);
    this.clock = new SimulatedClock(world.timeline(), rate, dice.nextLong() >> dice.below(40));
    this.memory = new DurableMemory(id, world.global(), world.watch());
    this.applyNanos =
        (long) (dice.fraction() * 100 * MILLIS * world.faults().degree(Fault.SLOW_APPLY));
  }

  NodeId id() {
    return id;
  }

  Storage storage() {
    return storage;
  }

  SimulatedClock clock() {
    return clock;
  }

  DurableMemory memory() {
    return memory;
  }

  Optional<Life<C, R>> life() {
    return Optional.ofNullable(life);
  }

  boolean isUp() {
    return life != null;
  }

  boolean isLeading() {
    return life != null && life.standing() == Standing.LEADING;
  }

  long stoppedUntilNanos() {
    return stoppedUntilNanos;
  }

  /** Returns how long a turn takes. */
  long costNanos() {
    long factor = world.timeline().nanos() < slowUntilNanos ? slowness : 1;
    return factor * dice.between(5 * MICROS, 30 * MICROS);
  }

  /** Returns how long what is chosen waits to be applied. */
  long applyNanos() {
    return dice.between(0, 50 * MICROS) + (applyNanos == 0 ? 0 : dice.below(applyNanos));
  }

  /** Starts a process, unless one runs or the machine is given up. */
  void start() {
    if (life != null || isRetired) {
      return;
    }
    stoppedUntilNanos = 0;
    isShortOfSpace = false;
    world.watch().starts(id);
    try {
      life = new Life<>(world, this);
      world.trace().add(id, "restart");
    } catch (IOException e) {
      onDidNotStart(e);
    }
  }

  private void onDidNotStart(IOException e) {
    world.trace().add(id, "does not start: " + e.getMessage());
    if (world.suffrages().hasForgotten(id) && e.getMessage().contains("was refused for good")) {
      world.coverage().mark("disowned node not started");
      onDisowned();
      return;
    }
    boolean isMended = String.valueOf(e.getMessage()).contains(" verify ") && storage.mendLog();
    if (isMended) {
      world.coverage().mark("rotten log refused");
    }
    SimulationFailure.require(
        mayFail || storage.isPowerLost() || isMended,
        "I18",
        "node %s does not start on a good disk: %s",
        id,
        e.getMessage());
    world.wiring().kill(id);
    storage.crash(storage.isPowerLost());
    mayFail = false;
    startAfter(dice.tailed(100 * MILLIS, 500 * MILLIS));
  }

  void startAfter(long nanos) {
    world.timeline().after(nanos, this::start);
  }

  /** The process dies, and with it everything that was not on its disk. */
  void crash(boolean isPowerLost) {
    if (life != null) {
      world.trace().add(id, "crash");
      world.watch().ends(id);
      world.leases().onEnd(id);
      Life<C, R> over = life;
      life = null;
      mayFail = false;
      over.end();
      world.wiring().kill(id);
      storage.crash(isPowerLost);
    }
  }

  /**
   * Invariant I18. The node has stopped itself, which it may only do over a disk that failed, or
   * over one that lacks what it promised.
   */
  void onHalted(String reason) {
    world.coverage().mark("node halted");
    world.trace().add(id, "stops: " + reason);
    if (world.suffrages().hasForgotten(id) && reason.contains("refuses this node for good")) {
      world.coverage().mark("disowned node halted");
      onDisowned();
      return;
    }
    SimulationFailure.require(
        mayFail || storage.isPowerLost(), "I18", "node %s stopped: %s", id, reason);
    mayFail = false;
    crash(storage.isPowerLost());
    startAfter(dice.tailed(100 * MILLIS, 500 * MILLIS));
  }

  private void onDisowned() {
    isDisowned = true;
    world.wiring().kill(id);
    retire();
  }

  /** What was meant for an earlier leader is most likely to do harm when a new one begins. */
  void onLeads() {
    if (!isCalm && dice.chance(world.faults().degree(Fault.REPLAY))) {
      world.wiring().replayTo(id);
    }
  }

  /** Tells whether the node has stopped because its peers remember what it has forgotten. */
  boolean isDisowned() {
    return isDisowned;
  }

  /** Somebody loses the disk and puts an empty one in its place, if there can be such a thing. */
  void loseDisk() {
    if (storage instanceof ReplaceableDisk disk && mayForget(1)) {
      forget(disk::replaceByNothing, "disk made anew");
    }
  }

  /** Somebody makes a backup of the disk, or restores the one that there is. */
  void backUpOrRestore() {
    if (!(storage instanceof ReplaceableDisk disk)) {
      return;
    }
    if (backedUpBoot < Long.MAX_VALUE && mayForget(backedUpBoot + 1)) {
      forget(disk::replaceByBackup, "disk restored from a backup");
      restart(dice.below(MOST_RESTARTS));
    } else if (life != null && backedUpBoot == Long.MAX_VALUE) {
      backedUpBoot = life.node().identity().boot();
      disk.backUp();
    }
  }

  /** What no peer remembers no peer can miss: each other one must know that boot. */
  private boolean mayForget(long boot) {
    return !world.suffrages().hasForgotten(id)
        && (mayRot() || !world.faults().has(Fault.LOG_ROT)) // or too many might have lost a vote
        && world.suffrages().mayForgetMore()
        && world.suffrages().isBootKnown(id, boot);
  }

  private void forget(Runnable replacing, String what) {
    world.trace().add(id, what);
    world.coverage().mark(what);
    crash(true);
    replacing.run();
    memory.setAside(true);
    world.suffrages().onForgotten(id);
    startAfter(dice.tailed(20 * MILLIS, 500 * MILLIS));
  }

  /** Something has the process start and end again before it reaches anybody. */
  private void restart(int times) {
    for (int i = 0; i < times; i++) {
      start();
      crash(dice.chance(0.5));
    }
  }

  /** The disk that was lost is found again; the process dies for good. */
  void recall() {
    retire();
    if (storage instanceof ReplaceableDisk disk && world.suffrages().hasForgotten(id)) {
      disk.putBack();
      memory.setAside(false);
    }
  }

  /** The next write or sync of the disk fails. */
  void failDisk() {
    mayFail = true;
    storage.failNext();
  }

  /**
   * A snapshot rots while nobody looks. Only so many nodes are ever concerned that the others can
   * go on without them: what is rotten everywhere is lost.
   */
  void rotSnapshot() {
    if (mayRot()) {
      crash(true);
      if (storage.rotSnapshot()) {
        world.coverage().mark("snapshot rotten");
      }
      startAfter(dice.tailed(20 * MILLIS, 500 * MILLIS));
    }
  }

  /** As {@link #rotSnapshot}, of the log. */
  void rotLog() {
    if (mayRot()) {
      crash(true);
      if (storage.rotLog()) {
        world.trace().add(id, "its log rots");
        world.coverage().mark("log rotten");
      }
      startAfter(dice.tailed(20 * MILLIS, 500 * MILLIS));
    }
  }

  /** Tells whether what this machine stores may rot. */
  boolean mayRot() {
    return id.value() <= (world.size() - 1) / 2;
  }

  /** The process does nothing until then, while its clocks run on. */
  void stop(long untilNanos) {
    stoppedUntilNanos = Math.max(stoppedUntilNanos, untilNanos);
  }

  /** Whatever the process does takes it so many times as long, until then. */
  void slow(long factor, long untilNanos) {
    slowness = factor;
    slowUntilNanos = untilNanos;
  }

  /** The process takes no more commands until there is room on the disk and it is started again. */
  void onShortOfSpace() {
    isShortOfSpace = true;
  }

  /** From now on this machine is as good as machines get, and its process runs. */
  void calm() {
    isCalm = true;
    stoppedUntilNanos = 0;
    slowUntilNanos = 0;
    storage.calm();
    if (isShortOfSpace) { // there is room again, and its people see to it
      crash(false);
    }
    if (life != null) {
      life.goOn();
    }
    start();
  }

  /** The process dies for good. */
  void retire() {
    crash(true);
    isRetired = true;
  }
}
