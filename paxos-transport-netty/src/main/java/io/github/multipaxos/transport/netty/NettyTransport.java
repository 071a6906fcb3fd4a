package io.github.multipaxos.transport.netty;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages over TCP, as {@code wire.proto} has them.
 *
 * <p>Its memory is bounded. For each peer there are at most {@link NettyOptions#outboundBytes} of
 * messages that wait, as much again once they are encoded, and a few times {@link
 * NettyOptions#maxFrameBytes} for the frame that is arriving; for all strangers together, less than
 * a megabyte.
 *
 * <p>Connections are neither encrypted nor authenticated: whoever reaches the port and knows the
 * cluster's name can speak as a member. Run it on a network that you trust.
 */
public final class NettyTransport implements Transport {

  private final NettyOptions options;
  private final AtomicBoolean starts = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Network network;
  private volatile @Nullable Outgoing latest;

  private NettyTransport(NettyOptions options) {
    this.options = options;
  }

  /** Returns a transport with default options. */
  public static NettyTransport create() {
    return create(NettyOptions.defaults());
  }

  /** Returns a transport with these options. */
  public static NettyTransport create(NettyOptions options) {
    return new NettyTransport(options);
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException {
    if (closed.get() || !starts.compareAndSet(false, true)) {
      throw new IllegalStateException("a transport is started once; create another");
    }
    Network starting = new Network(options, self, members, peers, receiver);
    try {
      starting.listen();
    } catch (IOException | RuntimeException e) {
      starting.close();
      throw e;
    }
    network = starting;
    starting.dial();
    if (closed.get()) {
      starting.close(); // closed while it was starting
    }
  }

  @Override
  public void send(NodeId to, Message message) {
    started().send(to, outgoing(message));
  }

  /**
   * A message for several peers is sent to them one after the other; they share its encoded form.
   */
  private Outgoing outgoing(Message message) {
    Outgoing last = latest;
    if (last == null || !last.isOf(message)) {
      last = new Outgoing(message);
      latest = last;
    }
    return last;
  }

  @Override
  public void flush() {
    latest = null; // keeps no message alive for longer than its turn
    started().flush();
  }

  @Override
  public void resume() {
    started().gate().resume();
  }

  @Override
  public Optional<ScheduledExecutorService> eventLoop() {
    return Optional.of(started().eventLoop());
  }

  private Network started() {
    Network running = network;
    if (running == null) {
      throw new IllegalStateException("start the transport first");
    }
    return running;
  }

  @Override
  public void close() {
    Network running = network;
    if (closed.compareAndSet(false, true) && running != null) {
      running.close();
    }
  }
}
