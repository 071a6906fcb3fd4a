package io.github.multipaxos.examples.kv.resp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.redis.FixedRedisMessagePool;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Listens for Redis clients and talks to each in a {@link Conversation} of its own. */
public final class RespServer implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int INLINE_BYTES = 64 << 10;
  private static final int MAX_CLIENTS = 10_000;
  private static final WriteBufferWaterMark UNSENT_BYTES =
      new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          THREADS, new DefaultThreadFactory("kv-clients", true), NioIoHandler.newFactory());
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicLong lastClient = new AtomicLong();
  private final Channel listener;

  private RespServer(String host, int port, Store store, Limits limits) throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES);
    CommandTable commands = new CommandTable();
    long startNanos = System.nanoTime();
    bootstrap.childHandler(
        new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            Info info = new Info(channel.localAddress().getPort(), startNanos);
            welcome(
                channel,
                new Service(store, limits, commands, info, clients::size, System::nanoTime));
          }
        });
    ChannelFuture bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException(
          "cannot listen for clients on " + host + ":" + port + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    listener = bound.channel();
  }

  /**
   * Begins to listen.
   *
   * @param host the address to listen on
   * @param port the port, or 0 for any that is free
   * @param store where the data is
   * @param timeout how long a request may take from its arrival
   * @throws IOException if the address cannot be listened on
   */
  public static RespServer start(String host, int port, Store store, Duration timeout)
      throws IOException {
    return start(host, port, store, Limits.of(timeout));
  }

  static RespServer start(String host, int port, Store store, Limits limits) throws IOException {
    return new RespServer(host, port, store, limits);
  }

  private void welcome(SocketChannel channel, Service service) {
    if (clients.size() >= MAX_CLIENTS) {
      channel.close();
      return;
    }
    clients.add(channel);
    channel
        .pipeline()
        .addLast(new RedisDecoder(INLINE_BYTES, FixedRedisMessagePool.INSTANCE, true))
        .addLast(new RedisEncoder(FixedRedisMessagePool.INSTANCE))
        .addLast(new RequestAssembler(service.limits()))
        .addLast(new Conversation(service, new Client(lastClient.incrementAndGet())));
  }

  /** Returns the port that clients connect to. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Takes no more connections and no more requests; what has arrived is still answered. */
  public void finish() {
    listener.close().awaitUninterruptibly();
    clients.forEach(each -> each.pipeline().fireUserEventTriggered(Conversation.FINISH));
  }

  /** Waits a little for the last replies to be read, then closes every connection. */
  @Override
  public void close() {
    finish();
    clients.newCloseFuture().awaitUninterruptibly(1, TimeUnit.SECONDS);
    clients.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
