package io.github.multipaxos.benchmarks.aeron;

import io.github.multipaxos.benchmarks.system.Seat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a member listens on. */
final class Ports {

  static final int COUNT = 6;

  private static final int INGRESS = 0;
  private static final int CONSENSUS = 1;
  private static final int LOG = 2;
  private static final int CATCHUP = 3;
  private static final int ARCHIVE = 4;
  private static final int EGRESS = 5;

  private final Seat seat;

  Ports(Seat seat) {
    this.seat = seat;
  }

  /** Returns all members as the consensus module reads them. */
  String members() {
    return IntStream.rangeClosed(1, seat.replicas())
        .mapToObj(this::member)
        .collect(Collectors.joining("|"));
  }

  private String member(int replica) {
    return IntStream.of(INGRESS, CONSENSUS, LOG, CATCHUP, ARCHIVE)
        .mapToObj(port -> endpoint(replica, port))
        .collect(Collectors.joining(",", replica + ",", ""));
  }

  /** Returns where clients in other processes send to. */
  String ingressEndpoints() {
    return IntStream.rangeClosed(1, seat.replicas())
        .mapToObj(replica -> replica + "=" + endpoint(replica, INGRESS))
        .collect(Collectors.joining(","));
  }

  /** Returns where others ask for recordings of this member. */
  String archiveChannel() {
    return udp(endpoint(seat.id(), ARCHIVE));
  }

  /** Returns where a client of this process hears from a leader in another. */
  String egressChannel() {
    return udp(endpoint(seat.id(), EGRESS));
  }

  /** Returns a channel on a port that the system chooses. */
  static String anyChannel() {
    return udp(Seat.HOST + ":0");
  }

  private String endpoint(int replica, int port) {
    return Seat.HOST + ":" + seat.port(replica, port);
  }

  private static String udp(String endpoint) {
    return "aeron:udp?endpoint=" + endpoint;
  }
}
