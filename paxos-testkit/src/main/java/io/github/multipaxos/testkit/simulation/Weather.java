package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.NodeId;
import java.util.Collection;

/**
 * The links as the seed has them: a general badness that lasts all the run, cuts that come and go,
 * and clogs that hold everything up until they are over.
 */
final class Weather implements Links {

  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;

  /** What takes this long takes seconds now and then. */
  private static final double SPIKE = 0.002;

  private final Faults faults;
  private final Dice dice;
  private final Timeline timeline;
  private final int size;
  private final int[] cuts;
  private final long[] clogs;
  private final boolean[] calm;
  private final long leastDelayNanos;
  private final long meanDelayNanos;

  /** Makes the weather for nodes 1 to {@code size}. */
  Weather(Faults faults, Dice dice, Timeline timeline, int size) {
    this.faults = faults;
    this.dice = dice;
    this.timeline = timeline;
    this.size = size;
    int links = size * size;
    this.cuts = new int[links];
    this.clogs = new long[links];
    this.calm = new boolean[links];
    double degree = faults.degree(Fault.DELAY);
    this.leastDelayNanos = 20 * MICROS + (long) (degree * 30 * MILLIS);
    this.meanDelayNanos = 100 * MICROS + (long) (degree * 100 * MILLIS);
  }

  private int link(NodeId from, NodeId to) {
    return (from.value() - 1) * size + to.value() - 1;
  }

  @Override
  public boolean isCut(NodeId from, NodeId to) {
    return cuts[link(from, to)] > 0;
  }

  @Override
  public long delayNanos(NodeId from, NodeId to) {
    int link = link(from, to);
    if (calm[link]) {
      return dice.tailed(20 * MICROS, 100 * MICROS);
    }
    boolean isSpike = faults.has(Fault.DELAY) && dice.chance(SPIKE);
    long delay = dice.tailed(leastDelayNanos, isSpike ? 20 * meanDelayNanos : meanDelayNanos);
    return Math.max(0, clogs[link] - timeline.nanos()) + delay;
  }

  @Override
  public boolean isLost(NodeId from, NodeId to) {
    return !calm[link(from, to)] && dice.chance(0.3 * faults.degree(Fault.LOSS));
  }

  @Override
  public boolean isRepeated(NodeId from, NodeId to) {
    return !calm[link(from, to)] && dice.chance(0.5 * faults.degree(Fault.REPEAT));
  }

  @Override
  public boolean isCorrupted(NodeId from, NodeId to) {
    return !calm[link(from, to)] && dice.chance(0.02 * faults.degree(Fault.CORRUPTION));
  }

  /** Tells whether the link is as good as links get, for ever. */
  boolean isCalm(NodeId from, NodeId to) {
    return calm[link(from, to)];
  }

  /** Cuts a link once more; it carries again when every cut of it is mended. */
  void cut(NodeId from, NodeId to) {
    cuts[link(from, to)]++;
  }

  /** Mends one cut of a link, if it has any. */
  void mend(NodeId from, NodeId to) {
    int link = link(from, to);
    cuts[link] = Math.max(0, cuts[link] - 1);
  }

  /** Holds up what is sent on a link until then. */
  void clog(NodeId from, NodeId to, long untilNanos) {
    int link = link(from, to);
    clogs[link] = Math.max(clogs[link], untilNanos);
  }

  /** From now on the links among these are as good as links get, for ever. */
  void calm(Collection<NodeId> among) {
    for (NodeId from : among) {
      for (NodeId to : among) {
        int link = link(from, to);
        calm[link] = true;
        cuts[link] = 0;
        clogs[link] = 0;
      }
    }
  }
}
