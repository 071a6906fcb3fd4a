package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.handshake.Handshake;
import io.github.multipaxos.transport.netty.handshake.KnownPeers;
import io.github.multipaxos.transport.netty.handshake.Local;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes connections: sets their sockets up and gives each its handshake. */
final class Connections {

  private static final int BACKLOG = 128;

  /** How much of a peer's queue is encoded and handed to the socket ahead of time. */
  private static final WriteBufferWaterMark AHEAD = new WriteBufferWaterMark(256 << 10, 512 << 10);

  private final EventLoops loops;
  private final Resolver resolver;
  private final NettyOptions options;
  private final Local local;
  private final KnownPeers known;
  private final FrameDecoder decoder;

  Connections(
      EventLoops loops, Resolver resolver, NettyOptions options, Local local, KnownPeers known) {
    this.loops = loops;
    this.resolver = resolver;
    this.options = options;
    this.local = local;
    this.known = known;
    this.decoder = new FrameDecoder(options.maxFrameBytes());
  }

  /** Returns a connection that will be greeted. */
  Connection answering(Connection.Side side) {
    return connection(Handshake.answering(local, known), side);
  }

  private Connection connection(Handshake handshake, Connection.Side side) {
    return new Connection(handshake, side, options, decoder, System::nanoTime);
  }

  /**
   * Finds out where {@code member} is and connects to it. Its address may have changed, so it is
   * asked for each time; where there are several they are tried in turn.
   *
   * @param attempt counts the attempts at this member
   * @param whenFailed is told, by the event loop, why there is no connection. If there is one, the
   *     side hears of it
   */
  void connect(Member member, int attempt, Connection.Side side, Consumer<Throwable> whenFailed) {
    resolver
        .resolve(member.host())
        .whenComplete(
            (addresses, failure) ->
                loops.execute(
                    () -> {
                      if (failure != null) {
                        whenFailed.accept(failure);
                      } else {
                        InetAddress address = addresses[attempt % addresses.length];
                        connect(new InetSocketAddress(address, member.port()), member.id(), side)
                            .addListener(done -> report(done, whenFailed));
                      }
                    }));
  }

  private static void report(Future<?> done, Consumer<Throwable> whenFailed) {
    if (!done.isSuccess()) {
      whenFailed.accept(done.cause());
    }
  }

  private ChannelFuture connect(InetSocketAddress address, NodeId target, Connection.Side side) {
    Connection connection = connection(Handshake.dialling(local, known, target), side);
    return new Bootstrap()
        .group(loops.loop())
        .channel(loops.client())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connectTimeout().toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, AHEAD)
        .handler(pipeline(() -> connection))
        .connect(address);
  }

  /** Has the event loop run a task after a while. */
  Future<?> later(long millis, Runnable task) {
    return loops.loop().schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Begins to listen. Each socket accepted is given a connection of its own. */
  ChannelFuture listen(InetSocketAddress address, Supplier<Connection> accepted) {
    return new ServerBootstrap()
        .group(loops.loop(), loops.loop())
        .channel(loops.server())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, AHEAD)
        .childHandler(pipeline(accepted))
        .bind(address);
  }

  /**
   * What bytes pass on their way in. Encryption belongs in front: a connection sees plain frames.
   */
  private static ChannelInitializer<Channel> pipeline(Supplier<Connection> connection) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(connection.get());
      }
    };
  }
}
