package io.github.multipaxos.transport.netty;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Finds the addresses of host names on a thread of its own: a name server may take seconds to
 * answer, for which the event loop cannot wait. Asked anew for every attempt to connect, since
 * addresses change.
 */
final class Resolver implements AutoCloseable {

  private final ThreadPoolExecutor executor;

  Resolver(String threadName) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Returns all addresses of {@code host}, at least one. Literal addresses are resolved in place.
   */
  CompletableFuture<InetAddress[]> resolve(String host) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      return CompletableFuture.completedFuture(new InetAddress[] {address(host)});
    }
    CompletableFuture<InetAddress[]> addresses = new CompletableFuture<>();
    executor.execute(() -> lookUp(host, addresses));
    return addresses;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void lookUp(String host, CompletableFuture<InetAddress[]> addresses) {
    try {
      addresses.complete(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      addresses.completeExceptionally(new UnknownHostException("unknown host " + host));
    } catch (RuntimeException e) {
      addresses.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
