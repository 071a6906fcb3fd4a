package io.github.multipaxos.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one event loop of a transport, and the kinds of sockets that go with it: native epoll where
 * its library is on the class path, and otherwise what the JDK offers.
 *
 * <p>One thread is enough for the few connections of a node, and lets everything about them do
 * without locks.
 *
 * @param loop the thread that owns all connections
 * @param server the kind of socket that listens
 * @param client the kind of socket that dials
 */
record EventLoops(
    IoEventLoop loop, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
  private static final long CLOSE_SECONDS = 5;

  /**
   * Starts the loop. Its thread has that name.
   *
   * @param spin how long it looks for something to do before it sleeps
   */
  static EventLoops open(String threadName, Duration spin) {
    SelectStrategyFactory strategy =
        spin.isZero()
            ? DefaultSelectStrategyFactory.INSTANCE
            : () -> new Spinning(spin, System::nanoTime);
    if (Epoll.isAvailable()) {
      LOG.debug("uses native epoll thread={}", threadName);
      return new EventLoops(
          loop(threadName, EpollIoHandler.newFactory(0, strategy)),
          EpollServerSocketChannel.class,
          EpollSocketChannel.class);
    }
    LOG.debug("uses NIO thread={} because=\"{}\"", threadName, Epoll.unavailabilityCause());
    return new EventLoops(
        loop(threadName, NioIoHandler.newFactory(SelectorProvider.provider(), strategy)),
        NioServerSocketChannel.class,
        NioSocketChannel.class);
  }

  private static IoEventLoop loop(String threadName, IoHandlerFactory factory) {
    ThreadFactory threads = task -> thread(threadName, task);
    return new SingleThreadIoEventLoop(null, threads, factory);
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new FastThreadLocalThread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Has the loop run a task, unless it has ended. */
  boolean execute(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("leaves a task undone, for the transport is closed");
      return false;
    }
  }

  /** Ends the loop and waits for its thread, unless that is the caller. */
  void close() {
    loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    if (loop.inEventLoop()) {
      return;
    }
    try {
      if (!loop.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("waits no longer for the event loop to end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
