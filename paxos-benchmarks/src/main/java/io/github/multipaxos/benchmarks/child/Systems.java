package io.github.multipaxos.benchmarks.child;

import io.github.multipaxos.benchmarks.limit.Limit;
import io.github.multipaxos.benchmarks.paxos.Paxos;
import io.github.multipaxos.benchmarks.paxos.PaxosSpin;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The systems that this build knows. */
public final class Systems {

  /** The one that others are measured against. */
  public static final String LIMIT = "limit";

  /** What {@code src/peers} has adapters of, in alphabetical order. */
  static final List<String> PEERS =
      List.of("aeron", "aeron-backoff", "jgroups", "jraft", "jraft-segments", "ratis");

  private Systems() {}

  /** Returns all of them by name: those that are always there, and those that are found. */
  public static SortedMap<String, ReplicatedSystem> all() {
    SortedMap<String, ReplicatedSystem> systems = new TreeMap<>();
    for (ReplicatedSystem each : List.of(new Limit(), new Paxos(), new PaxosSpin())) {
      systems.put(each.name(), each);
    }
    for (ReplicatedSystem each : ServiceLoader.load(ReplicatedSystem.class)) {
      systems.put(each.name(), each);
    }
    return systems;
  }

  /** Returns one of them. */
  public static ReplicatedSystem named(String name) {
    SortedMap<String, ReplicatedSystem> all = all();
    ReplicatedSystem system = all.get(name);
    if (system == null) {
      throw new IllegalArgumentException(unknown(name, all.keySet()));
    }
    return system;
  }

  /** Says in a sentence that a build knows some systems and not this one. */
  static String unknown(String name, Set<String> known) {
    String sentence = "this build knows no system '" + name + "', only " + String.join(", ", known);
    List<String> others = PEERS.stream().filter(each -> !known.contains(each)).toList();
    return others.isEmpty()
        ? sentence
        : sentence + "; one with -Ppeers knows " + String.join(", ", others) + " too";
  }
}
