package io.github.multipaxos.testkit.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A run in one line of text, as it is printed, kept in lists and pasted: {@code seed=42 nodes=0
 * millis=60000 clients=2 think=200 tier=model without=loss,crash}. What is left out is as in {@link
 * #of}. {@code nodes=0} lets the seed say how many.
 *
 * @param seed the seed
 * @param nodes how many nodes, or 0
 * @param millis how long things go wrong, in virtual milliseconds
 * @param clients how many clients ask, per node
 * @param think how many milliseconds a client waits between two operations, on average
 * @param tier what the nodes run on
 * @param without what does not go wrong, whatever the seed says
 */
public record SeedLine(
    long seed, int nodes, long millis, int clients, long think, Tier tier, Set<Fault> without) {

  private static final int NODES_LIMIT = 60;

  /** Checks the bounds. */
  public SeedLine {
    without = Set.copyOf(without);
    require(nodes >= 0 && nodes <= NODES_LIMIT, "nodes", "0 to " + NODES_LIMIT, nodes);
    require(millis > 0, "millis", "positive", millis);
    require(clients >= 0, "clients", "0 or more", clients);
    require(think > 0, "think", "positive", think);
  }

  private static void require(boolean holds, String name, String must, long was) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + must + ", was " + was);
    }
  }

  /** Returns the run of a seed: a minute of faults, about ten operations a second and node. */
  public static SeedLine of(long seed) {
    return new SeedLine(seed, 0, 60_000, 2, 200, Tier.MODEL, Set.of());
  }

  /**
   * Reads a line. What comes after {@code ;} is for people.
   *
   * @throws IllegalArgumentException naming the part that cannot be read
   */
  public static SeedLine parse(String line) {
    Map<String, String> parts = new LinkedHashMap<>();
    String text = line.replaceFirst(";.*", "").strip();
    for (String part : text.split("\\s+")) {
      String[] pair = part.split("=", 2);
      if (pair.length < 2 || parts.put(pair[0], pair[1]) != null) {
        throw unreadable(part, line);
      }
    }
    SeedLine read = of(number(parts.remove("seed"), "seed", line));
    for (Map.Entry<String, String> part : parts.entrySet()) {
      read = read.with(part.getKey(), part.getValue(), line);
    }
    return read;
  }

  private SeedLine with(String name, String value, String line) {
    return switch (name) {
      case "nodes" ->
          new SeedLine(
              seed, (int) number(value, name, line), millis, clients, think, tier, without);
      case "millis" ->
          new SeedLine(seed, nodes, number(value, name, line), clients, think, tier, without);
      case "clients" ->
          new SeedLine(seed, nodes, millis, (int) number(value, name, line), think, tier, without);
      case "think" ->
          new SeedLine(seed, nodes, millis, clients, number(value, name, line), tier, without);
      case "tier" ->
          new SeedLine(
              seed, nodes, millis, clients, think, constant(Tier.class, value, line), without);
      case "without" ->
          new SeedLine(seed, nodes, millis, clients, think, tier, faults(value, line));
      default -> throw unreadable(name + "=" + value, line);
    };
  }

  private static Set<Fault> faults(String value, String line) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String name : value.split(",")) {
      faults.add(constant(Fault.class, name, line));
    }
    return faults;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name, String line) {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw unreadable(name, line);
    }
  }

  private static long number(String value, String name, String line) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw unreadable(name + "=" + value, line);
    }
  }

  private static IllegalArgumentException unreadable(String part, String line) {
    return new IllegalArgumentException(
        "cannot read '"
            + part
            + "' in '"
            + line
            + "'; a run is written like: "
            + of(42).withWithout(EnumSet.of(Fault.LOSS, Fault.CRASH)));
  }

  /** Returns the same of another seed. */
  public SeedLine withSeed(long other) {
    return new SeedLine(other, nodes, millis, clients, think, tier, without);
  }

  /** Returns the same with so many nodes; 0 lets the seed say. */
  public SeedLine withNodes(int count) {
    return new SeedLine(seed, count, millis, clients, think, tier, without);
  }

  /** Returns the same with so long a time in which things go wrong. */
  public SeedLine withDuration(Duration duration) {
    return new SeedLine(
        seed, nodes, Math.max(1, duration.toMillis()), clients, think, tier, without);
  }

  /** Returns the same with so many clients per node, which wait so long between two operations. */
  public SeedLine withClients(int perNode, Duration thinkTime) {
    return new SeedLine(seed, nodes, millis, perNode, thinkTime.toMillis(), tier, without);
  }

  /** Returns the same on another tier. */
  public SeedLine withTier(Tier other) {
    return new SeedLine(seed, nodes, millis, clients, think, other, without);
  }

  /** Returns the same without these kinds of fault, and no others. */
  public SeedLine withWithout(Set<Fault> kinds) {
    return new SeedLine(seed, nodes, millis, clients, think, tier, kinds);
  }

  /** Returns the line, whole, so that later defaults do not change what it means. */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(" ");
    line.add("seed=" + seed).add("nodes=" + nodes).add("millis=" + millis);
    line.add("clients=" + clients).add("think=" + think);
    line.add("tier=" + tier.name().toLowerCase(Locale.ROOT));
    if (!without.isEmpty()) {
      StringJoiner names = new StringJoiner(",");
      for (Fault fault : Fault.values()) { // in their order, not in that of the set
        if (without.contains(fault)) {
          names.add(fault.name().toLowerCase(Locale.ROOT));
        }
      }
      line.add("without=" + names);
    }
    return line.toString();
  }
}
