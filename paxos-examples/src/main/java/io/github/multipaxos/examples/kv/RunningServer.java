package io.github.multipaxos.examples.kv;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.examples.kv.resp.RespServer;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A node and the server in front of it, from the start to the end of both. */
final class RunningServer implements AutoCloseable {

  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final KvNode node;
  private final RespServer server;
  private boolean closed;

  private RunningServer(
      KvNode.Settings settings, DurableLog log, Transport transport, String host, int port)
      throws IOException {
    node = KvNode.start(settings, log, transport, this::happened);
    Duration timeout = settings.config().operationTimeout();
    try {
      server = RespServer.start(host, port, node, timeout);
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Starts both, the node first. */
  static RunningServer start(
      KvNode.Settings settings, DurableLog log, Transport transport, String host, int port)
      throws IOException {
    return new RunningServer(settings, log, transport, host, port);
  }

  private void happened(NodeEvent event) {
    if (event instanceof NodeEvent.Stopped stopped) {
      stopped.failure().ifPresent(failure::complete);
    }
  }

  /** Returns the port that clients connect to. */
  int port() {
    return server.port();
  }

  /** Completes with a sentence if the node fails. */
  CompletableFuture<String> failure() {
    return failure;
  }

  /**
   * Takes no more requests, lets the node finish what is under way, and closes the connections when
   * the answers are out.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.finish();
    node.close();
    server.close();
  }
}
