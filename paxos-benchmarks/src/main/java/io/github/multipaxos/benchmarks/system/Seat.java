package io.github.multipaxos.benchmarks.system;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a replica sits. All replicas are on the loopback address.
 *
 * @param id which replica it is, from 1 on
 * @param ports for each replica, in order of ids, the ports it is to listen on
 * @param directory a directory of this replica's own, empty
 * @param memoryDirectory another one, in memory where the system offers that, for what processes
 *     share and no disk is to see
 * @param keptDirectory a directory of this replica's own that lasts for the whole run, for what
 *     costs time to make and means nothing
 * @param durability when an operation may be acknowledged
 */
public record Seat(
    int id,
    List<List<Integer>> ports,
    Path directory,
    Path memoryDirectory,
    Path keptDirectory,
    Durability durability) {

  /** The address of every replica. */
  public static final String HOST = "127.0.0.1";

  /** Copies the lists. */
  public Seat {
    ports = ports.stream().map(List::copyOf).toList();
  }

  /** Returns how many replicas there are. */
  public int replicas() {
    return ports.size();
  }

  /** Returns the first port of a replica. */
  public int port(int replica) {
    return port(replica, 0);
  }

  /** Returns one of the ports of a replica, counted from 0. */
  public int port(int replica, int number) {
    return ports.get(replica - 1).get(number);
  }
}
