package io.github.multipaxos.benchmarks.replicate;

/** Which replica is driven. */
enum From {
  LEADER,
  FOLLOWER
}
