package io.github.multipaxos.node;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the node, once, for the first reason given (rule D2). A node that cannot trust its disk,
 * its state machine or its own memory must not say another word.
 */
final class FailStop {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");

  private final AtomicReference<String> reason = new AtomicReference<>();

  /** Stops the node unless it has stopped already. Called by any thread; returns at once. */
  void fail(String why, Throwable cause) {
    if (reason.compareAndSet(null, why)) {
      LOG.error("fails reason={}", why, cause);
    }
  }

  /** Stops the node for something that no exception tells of. */
  void fail(String why) {
    if (reason.compareAndSet(null, why)) {
      LOG.error("fails reason={}", why);
    }
  }

  boolean hasFailed() {
    return reason.get() != null;
  }

  Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }
}
