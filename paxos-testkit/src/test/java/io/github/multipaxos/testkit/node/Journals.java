package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Compares what the nodes of a cluster have applied. */
final class Journals {

  private Journals() {}

  /**
   * Waits until every running node has applied everything that anybody has been told is done, and
   * demands that all have applied the same commands at the same moments, each once. Returns the
   * commands.
   */
  static List<String> settle(Cluster<Journal> cluster) {
    List<Seat<Journal>> seats = cluster.running();
    String last = seats.get(0).write();
    seats.forEach(seat -> seat.machine().await(last));
    List<Journal.Entry> first = through(last, seats.get(0));

    for (Seat<Journal> seat : seats) {
      assertThat(through(last, seat)).as("journal of node " + seat.id()).isEqualTo(first);
    }
    List<String> commands = first.stream().map(Journal.Entry::command).toList();
    assertThat(commands).doesNotHaveDuplicates();
    return commands;
  }

  private static List<Journal.Entry> through(String last, Seat<Journal> seat) {
    List<Journal.Entry> entries = seat.machine().entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).command().equals(last)) {
        return entries.subList(0, i + 1);
      }
    }
    throw new AssertionError("node " + seat.id() + " has not applied " + last);
  }
}
