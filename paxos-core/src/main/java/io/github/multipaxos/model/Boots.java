package io.github.multipaxos.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How often a data directory has been opened, and by which processes (rule N1). A directory and a
 * copy of it have the same boots up to where they parted, and others from there on.
 *
 * <p>What is remembered has an end, as it is shown to every peer: of boots longer ago than {@link
 * #MOST} nobody can say any more whose they were.
 *
 * @param boot how often the directory has been opened
 * @param processes the numbers that the latest openings drew at random, the latest first; {@link
 *     #MOST} at most
 */
public record Boots(long boot, List<Long> processes) {

  /** Of how many boots the processes are remembered. */
  public static final int MOST = 256;

  /** Those of a directory that has never been opened. */
  public static final Boots NONE = new Boots(0, List.of());

  /** Checks that there are no more processes than boots, and not too many. */
  public Boots {
    processes = List.copyOf(processes);
    if (processes.size() > Math.min(boot, MOST)) {
      throw new IllegalArgumentException(
          processes.size() + " processes for " + boot + " boots, where " + MOST + " may be known");
    }
  }

  /** Returns those of a directory that remembers nothing from before its latest boot. */
  public static Boots latest(long boot, long process) {
    return new Boots(boot, List.of(process));
  }

  /** Returns these and one more, which is that process's. */
  public Boots opened(long process) {
    List<Long> more = new ArrayList<>();
    more.add(process);
    more.addAll(processes.subList(0, Math.min(processes.size(), MOST - 1)));
    return new Boots(Math.addExact(boot, 1), more);
  }

  /** Returns the process that the latest boot belongs to. There must be one. */
  public long process() {
    return processes.get(0);
  }

  /** Returns the process that a boot belonged to, if that is remembered. */
  public OptionalLong processOf(long ofBoot) {
    boolean isKnown = ofBoot <= boot && ofBoot > boot - processes.size();
    return isKnown ? OptionalLong.of(processes.get((int) (boot - ofBoot))) : OptionalLong.empty();
  }

  /** Names the latest boot, and how many are remembered. */
  @Override
  public String toString() {
    String process = processes.isEmpty() ? "" : " by process " + Long.toHexString(process());
    return boot + process + ", knows " + processes.size();
  }
}
