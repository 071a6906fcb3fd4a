package io.github.multipaxos.testkit.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Nodes in one process, on disks and a network in memory.
 *
 * @param <M> their state machine
 */
final class Cluster<M extends StateMachine<String, String>> implements AutoCloseable {

  /** Leads a steady cluster of more than one node. */
  static final int LEADER = 2;

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Duration QUICK = Duration.ofMillis(150);
  private static final Duration CALM = Duration.ofMinutes(10);

  private final String name = "cluster" + NAMES.incrementAndGet();
  private final MemoryNetwork network = MemoryNetwork.threaded();
  private final Sightings<NodeEvent> events = new Sightings<>();
  private final SortedMap<NodeId, Seat<M>> seats = new TreeMap<>();

  Cluster(int size, Function<NodeId, M> machines) {
    for (int number = 1; number <= size; number++) {
      NodeId id = NodeId.of(number);
      seats.put(id, new Seat<>(id, this, machines, shortTimes()));
    }
  }

  private static PaxosConfig.Builder shortTimes() {
    return PaxosConfig.builder()
        .tick(Duration.ofMillis(5))
        .heartbeat(Duration.ofMillis(20))
        .electionTimeout(QUICK)
        .retransmit(Duration.ofMillis(50))
        .operationTimeout(Duration.ofSeconds(50))
        .closeTimeout(Duration.ZERO);
  }

  /** A cluster in which a silent leader is soon replaced. Not started yet. */
  static Cluster<Journal> quick(int size) {
    Cluster<Journal> cluster = new Cluster<>(size, Journal::new);
    cluster.seats().forEach(seat -> seat.config(it -> it.applyApart(true))); // it may be held up
    return cluster;
  }

  /**
   * A cluster in which {@link #LEADER} leads for as long as the test runs, whatever the threads of
   * this process are held up by: node 1 campaigns soon and hands over, and the others bear minutes
   * of silence. Not started yet.
   */
  static Cluster<Journal> steady(int size) {
    Cluster<Journal> cluster = quick(size);
    cluster.seats().stream().skip(1).forEach(seat -> seat.config(it -> it.electionTimeout(CALM)));
    return cluster;
  }

  /** As {@link #quick}, but {@link #LEADER} goes on believing that it leads for minutes. */
  static Cluster<Journal> stubborn(int size) {
    Cluster<Journal> cluster = quick(size);
    cluster.seats().forEach(seat -> seat.config(it -> it.electionTimeout(QUICK.multipliedBy(4))));
    cluster.seat(LEADER).config(it -> it.electionTimeout(CALM));
    return cluster;
  }

  // Starting and stopping

  /** Starts every node, and waits for a leader. */
  Cluster<M> start() {
    seats().forEach(Seat::start);
    awaitLeader();
    return this;
  }

  /** Starts every node, and waits until {@link #LEADER} leads. */
  Cluster<M> startLed() {
    start();
    if (seats.size() > 1) {
      makeLead(LEADER);
    }
    return this;
  }

  /** Has the leader of the moment hand over until that node leads. */
  void makeLead(int id) {
    while (!seat(id).leads()) {
      Answer.of(awaitLeader().node().transferLeadership(NodeId.of(id)));
    }
    seat(id)
        .events()
        .awaitOne("node " + id + " to be told so", event -> isLeadBy(NodeId.of(id), event));
  }

  private static boolean isLeadBy(NodeId id, NodeEvent event) {
    return event instanceof NodeEvent.LeaderChanged changed
        && changed.leader().equals(Optional.of(id));
  }

  /** Closes what is still up, all at the same time. */
  @Override
  public void close() {
    network.healAll();
    List<Thread> closers = new ArrayList<>();
    for (Seat<M> seat : seats()) {
      seat.disk().resumeSyncs();
      if (seat.isUp()) {
        closers.add(new Thread(seat::close, "closer-" + seat.id()));
      }
    }
    closers.forEach(Thread::start);
    closers.forEach(Cluster::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while closing", e);
    }
  }

  // Who there is

  String name() {
    return name;
  }

  MemoryNetwork network() {
    return network;
  }

  Members members() {
    return Members.of(seats.keySet().stream().map(id -> new Member(id, "memory", 0)).toList());
  }

  Collection<Seat<M>> seats() {
    return seats.values();
  }

  List<Seat<M>> running() {
    return seats().stream().filter(Seat::isUp).toList();
  }

  Seat<M> seat(int id) {
    return seats.get(NodeId.of(id));
  }

  List<Seat<M>> others(Seat<M> one) {
    return seats().stream().filter(seat -> seat != one).toList();
  }

  /** Isolates that node from all others. */
  void isolate(NodeId id) {
    network.isolate(id, seats.keySet());
  }

  void happened(NodeEvent event) {
    events.add(event);
  }

  /** Waits until one of these nodes leads, or one of all if none is named; returns it. */
  Seat<M> awaitLeader(int... ids) {
    List<Seat<M>> among =
        ids.length == 0 ? List.copyOf(seats()) : IntStream.of(ids).mapToObj(this::seat).toList();
    events.await(
        "a leader among " + Arrays.toString(ids), all -> among.stream().anyMatch(Seat::leads));
    return among.stream().filter(Seat::leads).findFirst().orElseGet(() -> awaitLeader(ids));
  }

  Seat<M> awaitLeaderAmong(List<Seat<M>> seats) {
    return awaitLeader(seats.stream().mapToInt(seat -> seat.id().value()).toArray());
  }
}
