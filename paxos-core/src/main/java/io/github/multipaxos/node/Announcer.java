package io.github.multipaxos.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.NodeListener;
import io.github.multipaxos.protocol.Notice;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log lines and calls the listener, on a thread of its own: neither a blocking appender
 * nor a blocking listener may hold up the protocol. Keeps a bounded number of both.
 */
final class Announcer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");
  private static final int LIMIT = 1024;

  private final NodeListener listener;
  private final Deque<Object> waiting = new ArrayDeque<>();
  private long dropped;
  private boolean isClosed;

  Announcer(NodeListener listener) {
    this.listener = listener;
  }

  void announce(NodeEvent event) {
    put(event);
  }

  void announce(Notice notice) {
    put(notice);
  }

  private synchronized void put(Object item) {
    if (isClosed) {
      return;
    }
    if (waiting.size() >= LIMIT) {
      waiting.remove();
      dropped++;
    }
    waiting.add(item);
    notifyAll();
  }

  /** Announces this last thing and ends {@link #run} after it. */
  synchronized void close(NodeEvent.Stopped last) {
    put(last);
    isClosed = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      for (Object next = take(); next != null; next = take()) {
        if (next instanceof Notice notice) {
          write(notice);
        } else if (next instanceof NodeEvent event) {
          write(event);
          tell(event);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Object take() throws InterruptedException {
    while (waiting.isEmpty() && !isClosed) {
      wait();
    }
    if (dropped > 0) {
      LOG.warn("drops announcements count={} reason=listener or appender is slow", dropped);
      dropped = 0;
    }
    return waiting.poll();
  }

  private void tell(NodeEvent event) {
    try {
      listener.happened(event);
    } catch (Throwable e) { // an error too, or nobody would hear of anything any more
      LOG.warn("ignores an exception of the listener event={}", event, e);
    }
  }

  private static void write(Notice notice) {
    if (notice instanceof Notice.Leads
        || notice instanceof Notice.Follows
        || notice instanceof Notice.FetchesSnapshot
        || notice instanceof Notice.Installs
        || notice instanceof Notice.Resumes
        || notice instanceof Notice.HandsOver) {
      LOG.info("{}", notice);
    } else if (notice instanceof Notice.StepsDown
        || notice instanceof Notice.LosesLeader
        || notice instanceof Notice.KeepsLeading
        || notice instanceof Notice.LosesSnapshot
        || notice instanceof Notice.FindsItsDiskSlow
        || notice instanceof Notice.AwaitsVotes
        || notice instanceof Notice.Paused
        || notice instanceof Notice.Ignores) {
      LOG.warn("{}", notice);
    } else {
      LOG.debug("{}", notice);
    }
  }

  private static void write(NodeEvent event) {
    if (event instanceof NodeEvent.MemberConnected connected) {
      LOG.info("connects member={}", connected.member());
    } else if (event instanceof NodeEvent.MemberDisconnected lost) {
      LOG.warn("disconnects member={} reason={}", lost.member(), lost.reason());
    } else if (event instanceof NodeEvent.Stopped stopped) {
      stopped
          .failure()
          .ifPresentOrElse(why -> LOG.error("stops reason={}", why), () -> LOG.info("closes"));
    }
  }
}
