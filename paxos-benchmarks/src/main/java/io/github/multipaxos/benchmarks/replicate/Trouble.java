package io.github.multipaxos.benchmarks.replicate;

import java.util.Locale;

/** What befalls a system while it is measured. */
enum Trouble {
  /** Nothing. */
  NONE(""),

  /** The leader's process is killed half way. */
  LEADER_KILLED(", the leader killed half way"),

  /** A follower's process is stopped, let go for a moment every 3 s, and stopped again. */
  FOLLOWER_BEHIND(", a follower kept 3 s behind"),

  /** A follower's process is stopped. */
  FOLLOWER_STOPPED(", a follower stopped");

  private final String condition;

  Trouble(String condition) {
    this.condition = condition;
  }

  /** Returns what to say of it behind other conditions; nothing for no trouble. */
  String condition() {
    return condition;
  }

  /** Tells whether a follower is slowed down. */
  boolean slowsFollower() {
    return this == FOLLOWER_BEHIND || this == FOLLOWER_STOPPED;
  }

  /** Tells whether it can be made on that operating system: a process is stopped by a signal. */
  boolean isPossibleOn(String operatingSystem) {
    String name = operatingSystem.toLowerCase(Locale.ROOT);
    return !slowsFollower() || name.startsWith("linux") || name.startsWith("mac");
  }
}
