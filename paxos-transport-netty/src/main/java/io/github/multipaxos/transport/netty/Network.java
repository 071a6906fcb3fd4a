package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.transport.netty.handshake.KnownPeers;
import io.github.multipaxos.transport.netty.handshake.Local;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A transport that has been started: one listening socket, one {@link Peering} for each other
 * member, and the event loop that runs them.
 */
final class Network {

  private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);
  private static final long CLOSE_SECONDS = 5;

  private final NettyOptions options;
  private final Member self;
  private final EventLoops loops;
  private final Resolver resolver;
  private final RateLimitedLog log;
  private final Connections connections;
  private final SortedMap<NodeId, Peering> peerings;
  private final ReadGate gate;
  private final Listener listener;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Runnable drain = this::drainAll;
  private @Nullable Channel server;

  Network(
      NettyOptions options,
      Identity self,
      Members members,
      PeerMemory memory,
      Transport.Receiver receiver) {
    String threads = "paxos-" + self.cluster() + "-" + self.node() + "-net-";
    this.options = options;
    this.self =
        members
            .get(self.node())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "node " + self.node() + " is not among the members " + members));
    this.loops = EventLoops.open(threads + "loop", options.spin());
    this.resolver = new Resolver(threads + "resolve");
    this.log =
        new RateLimitedLog(
            LoggerFactory.getLogger(NettyTransport.class), LOG_INTERVAL, System::nanoTime);
    SplittableRandom random = new SplittableRandom();
    Local local = new Local(self, new TreeSet<>(members.ids()), options.maxFrameBytes());
    KnownPeers known = new KnownPeers(self.node(), memory, this::isLively, loops::execute);
    this.connections = new Connections(loops, resolver, options, local, known);
    this.peerings = peerings(members, receiver, random);
    this.gate = new ReadGate(loops);
    this.listener = new Listener(peerings, receiver, gate, log);
  }

  private SortedMap<NodeId, Peering> peerings(
      Members members, Transport.Receiver receiver, SplittableRandom random) {
    SortedMap<NodeId, Peering> made = new TreeMap<>();
    for (Member member : members.all()) {
      if (!member.equals(self)) {
        Outbound outbound = new Outbound(options.outboundBytes());
        PeerLink link = new PeerLink(member.id(), receiver);
        Backoff backoff =
            new Backoff(options.minReconnect(), options.maxReconnect(), random.split());
        Dialler dialler = new Dialler(member, outbound, link, connections, backoff, log);
        made.put(member.id(), new Peering(outbound, link, dialler));
      }
    }
    return Collections.unmodifiableSortedMap(made);
  }

  /** A dead process's connections may linger, but a live one's speak at every keep-alive. */
  private boolean isLively(NodeId node) {
    Peering peering = peerings.get(node);
    return peering != null && peering.link().isHeardWithin(3 * options.keepAlive().toNanos());
  }

  // ---- called by any thread

  /** Begins to listen, and waits until that is so. */
  void listen() throws IOException {
    InetSocketAddress address = address();
    if (address.isUnresolved()) {
      throw new IOException(
          "cannot listen on " + address + ": unknown host; check the address of member " + self);
    }
    ChannelFuture bound =
        connections.listen(address, () -> listener.greet(connections.answering(listener)));
    bound.awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on "
              + address
              + " as node "
              + self.id()
              + ": "
              + bound.cause().getMessage()
              + "; check that the address is this machine's and that no other process uses the port",
          bound.cause());
    }
    server = bound.channel();
  }

  private InetSocketAddress address() {
    InetSocketAddress listed = new InetSocketAddress(self.host(), self.port());
    return options
        .bind()
        .map(bind -> bind.getPort() == 0 ? withPort(bind, self.port()) : bind)
        .orElse(listed);
  }

  private static InetSocketAddress withPort(InetSocketAddress address, int port) {
    return address.isUnresolved()
        ? new InetSocketAddress(address.getHostString(), port)
        : new InetSocketAddress(address.getAddress(), port);
  }

  /** Begins to look for the peers. */
  void dial() {
    loops.execute(
        () -> {
          peerings.values().forEach(peering -> peering.dialler().dial());
          long halfMillis = Math.max(1, options.keepAlive().toMillis() / 2);
          loops
              .loop()
              .scheduleWithFixedDelay(this::check, halfMillis, halfMillis, TimeUnit.MILLISECONDS);
        });
  }

  /** Queues a message, if that is for a peer that is there. */
  void send(NodeId to, Outgoing message) {
    Peering peering = peerings.get(to);
    if (peering != null && peering.outbound().offer(message)) {
      queued.set(true);
    }
  }

  /**
   * Has the event loop send what waits. Calls that come before it does so share one wake-up; those
   * by the event loop itself need none.
   */
  void flush() {
    if (loops.loop().inEventLoop()) {
      queued.set(false);
      drainAll();
    } else if (queued.compareAndSet(true, false) && draining.compareAndSet(false, true)) {
      loops.execute(drain);
    }
  }

  ScheduledExecutorService eventLoop() {
    return loops.loop();
  }

  ReadGate gate() {
    return gate;
  }

  /** Closes everything and waits for the event loop to end. */
  void close() {
    if (loops.loop().inEventLoop()) {
      closeAll();
    } else {
      CountDownLatch closed = new CountDownLatch(1);
      boolean isRunning =
          loops.execute(
              () -> {
                closeAll();
                closed.countDown();
              });
      if (isRunning) {
        await(closed);
      }
    }
    resolver.close();
    loops.close();
  }

  private static void await(CountDownLatch closed) {
    try {
      if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(Network.class).warn("waits no longer for connections to close");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- called by the event loop

  private void drainAll() {
    draining.set(false); // first, so that what is queued from now on wakes the loop again
    peerings.values().forEach(peering -> peering.dialler().drain());
  }

  private void check() {
    peerings.forEach(
        (node, peering) -> {
          peering.link().check();
          reportDrops(node, peering.outbound());
        });
  }

  private void reportDrops(NodeId node, Outbound outbound) {
    long dropped = outbound.takeDropped();
    if (dropped > 0) {
      log.warn(
          "drops " + node,
          "drops messages to a slow peer=" + node + " dropped_total=" + outbound.dropped());
    }
  }

  private void closeAll() {
    if (server != null) {
      server.close();
    }
    peerings.values().forEach(peering -> peering.dialler().close());
    peerings.values().forEach(peering -> peering.link().close());
    listener.close();
  }
}
