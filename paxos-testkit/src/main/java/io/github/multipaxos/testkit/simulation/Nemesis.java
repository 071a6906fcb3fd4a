package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings about what goes wrong now and then, each kind of it as often as the seed says.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Nemesis<C, R> {

  private static final long MILLIS = 1_000_000;
  private static final long SECONDS = 1_000_000_000;
  private static final long YEAR_MILLIS = 365L * 24 * 3600 * 1000;

  private final World<C, R> world;
  private final Dice dice;
  private boolean isOver;

  Nemesis(World<C, R> world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  void start() {
    every(SECONDS, Fault.CRASH, this::crash);
    every(20 * SECONDS, Fault.POWER_CUT, this::cutPower);
    every(SECONDS, Fault.PARTITION, this::partition);
    every(SECONDS, Fault.CLOG, this::clog);
    every(2 * SECONDS, Fault.PAUSE, this::pause);
    every(5 * SECONDS, Fault.SLOW_NODE, this::slow);
    every(5 * SECONDS, Fault.DISK_STALL, this::stall);
    every(10 * SECONDS, Fault.DISK_FAILURE, () -> pick().failDisk());
    every(3 * SECONDS, Fault.SNAPSHOT_ROT, () -> dice.pick(world.nodes()).rotSnapshot());
    every(2 * SECONDS, Fault.LOG_ROT, () -> dice.pick(world.nodes()).rotLog());
    every(5 * SECONDS, Fault.WALL_JUMP, this::jump);
    every(SECONDS, Fault.HAND_OVER, this::handOver);
    every(10 * SECONDS, Fault.LOST_DIRECTORY, () -> pick().loseDisk());
    every(2 * SECONDS, Fault.OLD_BACKUP, () -> pick().backUpOrRestore());
    every(20 * MILLIS, Fault.REPLAY, () -> world.wiring().replay());
    if (!world.config().leaseDuration().isZero()) {
      every(2 * SECONDS, Fault.USURPER, this::usurp);
    }
  }

  /** Nothing new goes wrong; what was to be mended is left to whoever ends it. */
  void stop() {
    isOver = true;
  }

  private void every(long meanNanos, Fault fault, Runnable plot) {
    if (world.faults().has(fault)) {
      long mean = (long) (meanNanos / world.faults().degree(fault));
      again(mean, fault, plot);
    }
  }

  private void again(long mean, Fault fault, Runnable plot) {
    after(
        dice.tailed(mean / 10, mean),
        () -> {
          world.coverage().mark("fault " + fault);
          plot.run();
          again(mean, fault, plot);
        });
  }

  private void after(long nanos, Runnable task) {
    world
        .timeline()
        .after(
            nanos,
            () -> {
              if (!isOver) {
                task.run();
              }
            });
  }

  /** Leaders have more to lose. */
  private SimulatedNode<C, R> pick() {
    if (dice.chance(0.5)) {
      for (SimulatedNode<C, R> node : world.nodes()) {
        if (node.isLeading()) {
          return node;
        }
      }
    }
    return dice.pick(world.nodes());
  }

  private void crash() {
    SimulatedNode<C, R> node = pick();
    node.crash(dice.chance(0.5));
    node.startAfter(dice.tailed(20 * MILLIS, dice.chance(0.2) ? 10 * SECONDS : 500 * MILLIS));
  }

  private void cutPower() {
    for (SimulatedNode<C, R> node : world.nodes()) {
      node.crash(true);
      node.startAfter(dice.tailed(20 * MILLIS, 500 * MILLIS));
    }
  }

  private void pause() {
    long most = dice.chance(0.05) ? 60 * SECONDS : 3 * SECONDS;
    pick().stop(world.timeline().nanos() + dice.between(MILLIS, most));
  }

  private void slow() {
    long factor = dice.between(10, dice.chance(0.3) ? 1000 : 100);
    pick().slow(factor, world.timeline().nanos() + dice.between(SECONDS / 10, 10 * SECONDS));
  }

  private void stall() {
    long most = dice.chance(0.05) ? 60 * SECONDS : 3 * SECONDS;
    pick().storage().stall(world.timeline().nanos() + dice.between(MILLIS, most));
  }

  private void jump() {
    long most = dice.chance(0.2) ? 3 * YEAR_MILLIS : 10_000;
    pick().clock().jump(dice.between(-most, most));
  }

  private void handOver() {
    for (SimulatedNode<C, R> node : world.nodes()) {
      if (node.isLeading()) {
        NodeId target = dice.chance(0.3) ? NodeId.NOBODY : NodeId.of(dice.below(world.size()) + 1);
        if (!target.equals(node.id())) {
          node.life().ifPresent(life -> life.handOver(target));
        }
      }
    }
  }

  private void usurp() {
    world.nodes().stream().filter(SimulatedNode::isLeading).findFirst().ifPresent(this::usurp);
  }

  /** Of what a lease relies on, only the guards of the others are left, and their clocks. */
  private void usurp(SimulatedNode<C, R> leader) {
    List<SimulatedNode<C, R>> others = new ArrayList<>(world.nodes());
    others.remove(leader);
    if (others.isEmpty()) {
      return;
    }
    SimulatedNode<C, R> usurper = others.remove(dice.below(others.size()));
    long election = world.config().electionTimeout().toNanos();
    long atNanos = election + dice.below(2 * election);
    cutOff(bothWays(leader.id(), usurper.id()), atNanos + 2 * election);
    boolean isLate = dice.chance(0.4);
    boolean isRestart = !isLate && dice.chance(0.6);
    after(atNanos - election / 4, () -> others.forEach(it -> holdUp(isLate, it, leader, election)));
    after(
        atNanos,
        () -> {
          for (SimulatedNode<C, R> other : others) {
            Link outward = new Link(leader.id(), other.id());
            List<Link> links = isLate ? List.of(outward) : bothWays(leader.id(), other.id());
            cutOff(links, 2 * election);
            if (isRestart) {
              other.crash(dice.chance(0.5));
              other.startAfter(dice.tailed(20 * MILLIS, 20 * MILLIS));
            }
          }
        });
  }

  private void holdUp(
      boolean isLate, SimulatedNode<C, R> from, SimulatedNode<C, R> to, long electionNanos) {
    if (isLate) {
      world.weather().clog(from.id(), to.id(), world.timeline().nanos() + electionNanos * 3 / 4);
    }
  }

  private static List<Link> bothWays(NodeId one, NodeId other) {
    return List.of(new Link(one, other), new Link(other, one));
  }

  private void cutOff(List<Link> links, long nanos) {
    links.forEach(link -> world.weather().cut(link.from, link.to));
    world
        .timeline()
        .after(nanos, () -> links.forEach(link -> world.weather().mend(link.from, link.to)));
  }

  private void clog() {
    NodeId from = pick().id();
    NodeId to = pick().id();
    world.weather().clog(from, to, world.timeline().nanos() + dice.below(5 * SECONDS));
  }

  private record Link(NodeId from, NodeId to) {}

  private void partition() {
    List<Link> links = drawCut();
    links.forEach(link -> world.weather().cut(link.from, link.to));
    world
        .timeline()
        .after(
            dice.tailed(100 * MILLIS, dice.chance(0.3) ? 10 * SECONDS : 2 * SECONDS),
            () -> links.forEach(link -> world.weather().mend(link.from, link.to)));
  }

  private List<Link> drawCut() {
    List<NodeId> ids = shuffled();
    int split = ids.size() < 2 ? 0 : (int) dice.between(1, ids.size() - 1);
    return switch (dice.below(7)) {
      case 0 -> between(List.of(pick().id()), ids, 0.0);
      case 1 -> between(ids.subList(0, split), ids.subList(split, ids.size()), 0.0);
      case 2 -> between(ids.subList(0, split), ids.subList(split, ids.size()), 1.0);
      case 3 -> bridge(ids);
      case 4 -> between(List.of(pick().id()), ids.subList(0, split), 0.7);
      case 5 -> between(List.of(ids.get(0)), List.of(ids.get(ids.size() - 1)), 0.5);
      default -> ring(ids);
    };
  }

  private List<NodeId> shuffled() {
    List<NodeId> left = new ArrayList<>(world.nodes().stream().map(SimulatedNode::id).toList());
    List<NodeId> ids = new ArrayList<>();
    while (!left.isEmpty()) {
      ids.add(left.remove(dice.below(left.size())));
    }
    return ids;
  }

  /** Cuts both directions, or only one if so drawn. */
  private List<Link> between(List<NodeId> some, List<NodeId> others, double oneWay) {
    List<Link> links = new ArrayList<>();
    boolean isOneWay = dice.chance(oneWay);
    boolean isReverse = dice.chance(0.5);
    for (NodeId one : some) {
      for (NodeId other : others) {
        if (!one.equals(other)) {
          if (!isOneWay || isReverse) {
            links.add(new Link(one, other));
          }
          if (!isOneWay || !isReverse) {
            links.add(new Link(other, one));
          }
        }
      }
    }
    return links;
  }

  /** Two halves that share one node. */
  private List<Link> bridge(List<NodeId> ids) {
    int half = ids.size() / 2;
    return between(
        ids.subList(0, half), ids.subList(Math.min(half + 1, ids.size()), ids.size()), 0);
  }

  /** Each node reaches only the next. */
  private List<Link> ring(List<NodeId> ids) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      for (int j = 0; j < ids.size(); j++) {
        int distance = Math.abs(i - j);
        if (distance > 1 && distance < ids.size() - 1) {
          links.add(new Link(ids.get(i), ids.get(j)));
        }
      }
    }
    return links;
  }
}
