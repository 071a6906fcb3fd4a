package io.github.multipaxos.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The hand-over of leadership that somebody waits for, if anybody does. */
final class Transfer {

  private @Nullable NodeId target;
  private Ballot since = Ballot.NONE;
  private CompletableFuture<Void> future = CompletableFuture.completedFuture(null);

  /**
   * Begins to wait for {@code target} to lead in a ballot above {@code since}. One at a time: an
   * earlier wait fails.
   */
  synchronized CompletableFuture<Void> await(NodeId target, Ballot since) {
    fail(Reason.OVERLOADED, "another hand-over was asked for");
    this.target = target;
    this.since = since;
    future = new CompletableFuture<>();
    return future;
  }

  /**
   * Another leader is known, or none. The news that this node itself leads may come after somebody
   * has seen that it does and asked it to hand over; it is of a ballot too low to matter.
   */
  synchronized void look(NodeEvent event) {
    if (event instanceof NodeEvent.LeaderChanged changed
        && changed.leader().isPresent()
        && changed.ballot().isAbove(since)
        && target != null) {
      NodeId leader = changed.leader().get();
      if (leader.equals(target)) {
        future.complete(null);
      } else {
        fail(Reason.NOT_LEADING, "node " + leader + " leads now instead of node " + target);
      }
      target = null;
    }
  }

  /** Nobody took over in time, or nobody can any more. */
  synchronized void fail(Reason reason, String why) {
    future.completeExceptionally(new RejectedException(reason, why));
    target = null;
  }
}
