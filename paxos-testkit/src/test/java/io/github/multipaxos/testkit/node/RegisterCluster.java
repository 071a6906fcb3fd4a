package io.github.multipaxos.testkit.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Write-once registers in one process, on disks and a network in memory. */
final class RegisterCluster implements AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String name = "register" + NAMES.incrementAndGet();
  private final MemoryNetwork network = MemoryNetwork.threaded();
  private final Sightings<NodeEvent> events = new Sightings<>();
  private final Members members;
  private final List<RegisterSeat> seats = new ArrayList<>();

  /** Starts that many nodes, in which a silent leader is soon replaced. */
  RegisterCluster(int size) {
    members =
        Members.of(
            IntStream.rangeClosed(1, size)
                .mapToObj(id -> new Member(NodeId.of(id), "memory", 0))
                .toList());
    members.ids().forEach(id -> seats.add(new RegisterSeat(id, this)));
  }

  String name() {
    return name;
  }

  Members members() {
    return members;
  }

  MemoryNetwork network() {
    return network;
  }

  Sightings<NodeEvent> events() {
    return events;
  }

  List<RegisterSeat> seats() {
    return seats;
  }

  RegisterSeat seat(NodeId id) {
    return seats.get(id.value() - 1);
  }

  List<RegisterSeat> others(RegisterSeat one) {
    return seats.stream().filter(seat -> seat != one).toList();
  }

  /** Waits until one of these leads, and returns it. */
  RegisterSeat awaitLeaderAmong(List<RegisterSeat> some) {
    events.await("a leader among " + some.size(), all -> some.stream().anyMatch(it -> it.leads()));
    return some.stream()
        .filter(RegisterSeat::leads)
        .findFirst()
        .orElseGet(() -> awaitLeaderAmong(some));
  }

  /** Isolates that node from all others. */
  void isolate(NodeId id) {
    network.isolate(id, members.ids());
  }

  @Override
  public void close() {
    network.healAll();
    seats.forEach(RegisterSeat::close);
  }
}
