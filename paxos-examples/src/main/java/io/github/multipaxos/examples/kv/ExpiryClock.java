package io.github.multipaxos.examples.kv;

import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.Role;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.KvMachine;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.examples.kv.store.Timed;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionReply;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the replicated clock going while a key is due to expire and nobody proposes anything: it
 * stands still between commands, and a key would outlive its time on an idle cluster.
 *
 * <p>Looks every ten milliseconds. Only the leader proposes, since its wall clock is the one that
 * the replicated clock follows; and one command at a time.
 */
final class ExpiryClock implements AutoCloseable {

  private static final long PERIOD_MILLIS = 10;

  private final PaxosNode<SessionCommand<KvCommand>, SessionReply<Reply>> node;
  private final KvMachine machine;
  private final AtomicBoolean advancing = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "kv-expiry");
            thread.setDaemon(true);
            return thread;
          });

  ExpiryClock(PaxosNode<SessionCommand<KvCommand>, SessionReply<Reply>> node, KvMachine machine) {
    this.node = node;
    this.machine = machine;
    timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    boolean due = machine.earliestExpiryMillis() <= System.currentTimeMillis();
    if (due && node.status().role() == Role.LEADER && advancing.compareAndSet(false, true)) {
      // A failure needs no care: while a key is due, the next look tries again.
      node.propose(new SessionCommand.Plain<>(new Timed.Advance()))
          .whenComplete((reply, failure) -> advancing.set(false));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
