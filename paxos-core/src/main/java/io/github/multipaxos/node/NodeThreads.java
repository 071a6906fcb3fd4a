package io.github.multipaxos.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.RejectedException.Reason;
import io.github.multipaxos.protocol.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's threads: starts them together, and takes them down in the one order that loses nothing.
 */
final class NodeThreads {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");

  /** How long user code may hold up the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Parts parts;
  private final Watch watch;
  private final @Nullable ScheduledExecutorService ownProtocol;
  private final Thread applyThread;
  private final Thread announcerThread;
  private final Thread watchThread;

  /** What runs, and what has to be taken down with it. */
  record Parts(
      NodeParts<?, ?> node,
      Transfer transfer,
      Announcer announcer,
      ExecutorService reader,
      ExecutorService writer) {
    NodeSettings<?, ?> settings() {
      return node.settings();
    }

    FailStop failStop() {
      return node.failStop();
    }
  }

  NodeThreads(Parts parts) {
    this.parts = parts;
    this.watch = new Watch(parts.node().callers(), parts.failStop(), this::takeDown);
    this.ownProtocol =
        parts.settings().transport().eventLoop().isPresent()
            ? null
            : Executors.newSingleThreadScheduledExecutor(
                task -> thread(parts.settings(), "protocol", task));
    this.applyThread =
        thread(
            parts.settings(),
            "apply",
            new ApplyThread(parts.node().applier(), parts.node().applying(), parts.failStop()));
    this.announcerThread = thread(parts.settings(), "announcer", parts.announcer());
    this.watchThread = thread(parts.settings(), "watch", watch);
  }

  /** Makes one of a node's threads. None of them keeps the process alive. */
  static Thread thread(NodeSettings<?, ?> settings, String duty, Runnable task) {
    Thread thread = new Thread(task, settings.threadName(duty));
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    announcerThread.start();
    applyThread.start();
    startProtocol();
    watchThread.start();
  }

  /** Where the transport has a thread to share, what it receives is taken there and then. */
  private void startProtocol() {
    ScheduledExecutorService on =
        ownProtocol != null ? ownProtocol : parts.settings().transport().eventLoop().orElseThrow();
    parts.node().protocol().start(on, parts.settings().config().tick());
  }

  boolean isOwn(Thread thread) {
    return parts.node().protocol().isCurrent()
        || thread == applyThread
        || thread == announcerThread
        || thread == watchThread;
  }

  /** Begins to take the node down. */
  void close() {
    watch.close();
    LockSupport.unpark(watchThread);
  }

  /** Waits until the node is down, even if interrupted: whoever closes it may start it again. */
  void join() {
    boolean isInterrupted = Thread.interrupted();
    joinFor(watchThread, PATIENCE.multipliedBy(4));
    while (watchThread.isAlive() && Thread.interrupted()) {
      isInterrupted = true;
      joinFor(watchThread, PATIENCE.multipliedBy(4));
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean hasEnded() {
    return !watchThread.isAlive();
  }

  /**
   * First the source of everything, then what feeds on it. The transport goes before the log, so
   * that nothing is said any more by the time the log may block.
   */
  private void takeDown() {
    parts
        .node()
        .callers()
        .admission()
        .close(parts.failStop().reason().orElse("the node is closed"));
    closeProtocol();
    rejectWhatWasNeverTaken();
    parts.node().applier().close();
    joinFor(applyThread, PATIENCE);
    closeTransport();
    end(parts.reader(), "reader");
    end(parts.writer(), "snapshots");
    closeLog();
    String why = parts.failStop().reason().orElse("the node closed");
    parts.node().callers().failAll(why);
    parts.node().applier().failSnapshot(why);
    parts.transfer().fail(Reason.STOPPED, why);
    parts.announcer().close(new NodeEvent.Stopped(parts.failStop().reason()));
    joinFor(announcerThread, PATIENCE);
  }

  private void closeProtocol() {
    try {
      if (!parts.node().protocol().close(PATIENCE)) {
        LOG.warn("waits no longer for the protocol's last turn");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ownProtocol != null) {
      end(ownProtocol, "protocol");
    }
  }

  private void rejectWhatWasNeverTaken() {
    List<Event> left = new ArrayList<>();
    do {
      left.clear();
      parts.node().inbox().take(parts.settings().self(), left);
      left.forEach(
          event -> parts.node().callers().reject(event, "the node stopped before it took this"));
    } while (!left.isEmpty());
  }

  private void end(ExecutorService executor, String duty) {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("leaves a thread behind name={}", parts.settings().threadName(duty));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeTransport() {
    try {
      parts.settings().transport().close();
    } catch (RuntimeException e) { // whoever waits for an answer still gets one
      LOG.error("cannot close the transport reason={}", e.getMessage(), e);
    }
  }

  private void closeLog() {
    try {
      parts.settings().log().close();
    } catch (IOException | RuntimeException e) {
      LOG.error("cannot close the log reason={}", e.getMessage(), e);
    }
  }

  private static void joinFor(Thread thread, Duration patience) {
    try {
      thread.join(patience.toMillis());
      if (thread.isAlive() && thread != Thread.currentThread()) {
        LOG.warn("leaves a thread behind name={}", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
