package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport.Receiver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived at one node and was not received yet, in order of arrival. Holds a bounded
 * number of bytes, delivers one thing at a time, and nothing while the receiver has no room.
 */
final class Inbox {

  /** Hands one arrival over, and returns whether the receiver has room for more. */
  @FunctionalInterface
  private interface Handover {
    boolean to(Receiver receiver);
  }

  private record Arrival(long bytes, Handover handover) {}

  private final long budgetBytes;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();

  /** Held while the receiver is called, so that closing can wait for the call to end. */
  private final ReentrantLock handing = new ReentrantLock();

  private long waitingBytes;
  private long resumes;
  private boolean paused;
  private boolean closed;

  Inbox(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  synchronized void addMessage(NodeId from, Message message) {
    long bytes = message.bytes();
    if (waitingBytes + bytes <= budgetBytes) {
      waitingBytes += bytes;
      add(new Arrival(bytes, receiver -> receiver.receive(from, message)));
    }
  }

  synchronized void addConnected(NodeId peer) {
    addNotice(
        receiver -> {
          receiver.vouched(peer);
          receiver.connected(peer);
        });
  }

  synchronized void addDisowned(NodeId peer, String sentence) {
    addNotice(receiver -> receiver.disowned(peer, sentence));
  }

  synchronized void addDisconnected(NodeId peer, String reason) {
    addNotice(receiver -> receiver.disconnected(peer, reason));
  }

  private void addNotice(Consumer<Receiver> notice) {
    add(
        new Arrival(
            0,
            receiver -> {
              notice.accept(receiver);
              return true;
            }));
  }

  private void add(Arrival arrival) {
    arrivals.add(arrival);
    notifyAll();
  }

  synchronized void resume() {
    resumes++;
    paused = false;
    notifyAll();
  }

  /** Delivers as things arrive, until the inbox is closed. */
  void deliverTo(Receiver receiver) {
    while (awaitArrival()) {
      deliverNextTo(receiver);
    }
  }

  private synchronized boolean awaitArrival() {
    while (!closed && (paused || arrivals.isEmpty())) {
      try {
        wait();
      } catch (InterruptedException e) {
        // nobody has business interrupting this thread; it ends when the inbox is closed
      }
    }
    return !closed;
  }

  /** Delivers the oldest arrival, if there is one and it is wanted. */
  boolean deliverNextTo(Receiver receiver) {
    handing.lock();
    try {
      long resumesBefore = resumes();
      Arrival arrival = take();
      if (arrival == null) {
        return false;
      }
      if (!arrival.handover().to(receiver)) {
        pauseUnlessResumedSince(resumesBefore);
      }
      return true;
    } finally {
      handing.unlock();
    }
  }

  private synchronized long resumes() {
    return resumes;
  }

  private synchronized @Nullable Arrival take() {
    if (closed || paused || arrivals.isEmpty()) {
      return null;
    }
    Arrival arrival = arrivals.remove();
    waitingBytes -= arrival.bytes();
    return arrival;
  }

  /** Between the receiver's answer and this call the node may have made room and said so. */
  private synchronized void pauseUnlessResumedSince(long resumesBefore) {
    paused = resumes == resumesBefore;
  }

  /** Delivers nothing from now on; what the receiver is being given, it has got on return. */
  void close() {
    synchronized (this) {
      closed = true;
      arrivals.clear();
      notifyAll();
    }
    handing.lock();
    handing.unlock();
  }
}
