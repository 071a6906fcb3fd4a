package io.github.multipaxos.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import io.github.multipaxos.model.NodeId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The hand-over of leadership that somebody waits for, if anybody does. */
final class Transfer {

  private @Nullable NodeId target;
  private CompletableFuture<Void> future = CompletableFuture.completedFuture(null);

  /** Begins to wait for {@code target} to lead. One at a time: an earlier wait fails. */
  synchronized CompletableFuture<Void> await(NodeId target) {
    fail(Reason.OVERLOADED, "another hand-over was asked for");
    this.target = target;
    future = new CompletableFuture<>();
    return future;
  }

  /** Another leader is known, or none. */
  synchronized void look(NodeEvent event) {
    if (event instanceof NodeEvent.LeaderChanged changed
        && changed.leader().isPresent()
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
