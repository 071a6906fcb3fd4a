package io.github.multipaxos.benchmarks.jgroups;

import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Seat;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.stack.Protocol;

/** The stack of protocols, from the sockets up: that of the library's demo, tuned. */
final class Stack {

  /** As many as can be outstanding: a proposal that finds the queue full fails. */
  private static final int QUEUED = 1 << 20;

  /** How many entries stay in memory until they are applied: more than a large window. */
  private static final int CACHED = 1 << 16;

  /** A snapshot rewrites the log; none is due while measuring. */
  private static final long LOG_BYTES = 64L << 30;

  private static final int CREDIT_BYTES = 16 << 20;

  private Stack() {}

  static List<Protocol> of(Seat seat) throws UnknownHostException {
    return List.of(
        tcp(seat),
        discovery(seat),
        new MERGE3().setMinInterval(1000).setMaxInterval(3000),
        new FD_ALL3(),
        new VERIFY_SUSPECT2(),
        new NAKACK2().useMcastXmit(false),
        new UNICAST3(),
        new STABLE().setMaxBytes(CREDIT_BYTES),
        new NO_DUPES(),
        new GMS().setJoinTimeout(1000).printLocalAddress(false),
        new UFC().setMaxCredits(CREDIT_BYTES),
        new MFC().setMaxCredits(CREDIT_BYTES),
        new FRAG4(),
        new ELECTION(),
        raft(seat),
        new REDIRECT());
  }

  private static TCP tcp(Seat seat) throws UnknownHostException {
    TCP tcp =
        new TCP()
            .setBindAddress(InetAddress.getByName(Seat.HOST))
            .setBindPort(seat.port(seat.id()))
            .setPortRange(0)
            // RAFT queues and makes its own batches: what it sends goes to the socket at once,
            .setBundlerType("no-bundler")
            // and what arrives goes to its queue at once, each without a thread in between.
            .setMessageProcessingPolicy("direct");
    tcp.enableSuspectEvents(true); // notices at once when a process dies
    tcp.tcpNodelay(true);
    return tcp;
  }

  private static TCPPING discovery(Seat seat) {
    List<InetSocketAddress> members =
        IntStream.rangeClosed(1, seat.replicas())
            .mapToObj(id -> new InetSocketAddress(Seat.HOST, seat.port(id)))
            .toList();
    return new TCPPING().initialHosts(members).portRange(0);
  }

  private static RAFT raft(Seat seat) {
    RAFT raft =
        new RAFT()
            .raftId(String.valueOf(seat.id()))
            .members(IntStream.rangeClosed(1, seat.replicas()).mapToObj(String::valueOf).toList())
            .logDir(seat.directory().toString())
            .logUseFsync(seat.durability() == Durability.FSYNC)
            .maxLogSize(LOG_BYTES)
            .maxLogCacheSize(CACHED);
    raft.setValue("processing_queue_max_size", QUEUED); // has no setter
    return raft;
  }
}
