package io.github.multipaxos.benchmarks.limit;

import io.github.multipaxos.benchmarks.system.Seat;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One event loop, and the sockets that go with it: native epoll where there is one. */
final class Sockets implements AutoCloseable {

  private static final long RETRY_MILLIS = 50;
  private static final int READ_BYTES = 1 << 20;

  /** What may wait for a socket: more than one group, so that it never waits for the next one. */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(2 << 20, 4 << 20);

  private final IoEventLoop loop;

  Sockets(String threadName) {
    IoHandlerFactory factory =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    ThreadFactory threads = task -> new FastThreadLocalThread(task, threadName);
    loop = new SingleThreadIoEventLoop(null, threads, factory);
  }

  IoEventLoop loop() {
    return loop;
  }

  void listen(int port, Supplier<ChannelHandler> handler) {
    new ServerBootstrap()
        .group(loop)
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .childHandler(initializer(handler))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, readAtOnce())
        .bind(Seat.HOST, port)
        .syncUninterruptibly();
  }

  /** Dials until somebody answers. */
  void dial(int port, Supplier<ChannelHandler> handler) {
    new Bootstrap()
        .group(loop)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .handler(initializer(handler))
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
        .connect(Seat.HOST, port)
        .addListener(
            dialled -> {
              if (!dialled.isSuccess() && !loop.isShuttingDown()) {
                loop.schedule(() -> dial(port, handler), RETRY_MILLIS, TimeUnit.MILLISECONDS);
              }
            });
  }

  private static ChannelInitializer<Channel> initializer(Supplier<ChannelHandler> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handler.get());
      }
    };
  }

  /** A large batch should take few reads, or it would be synced in many pieces. */
  private static RecvByteBufAllocator readAtOnce() {
    return new AdaptiveRecvByteBufAllocator(1 << 12, 1 << 16, READ_BYTES);
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
