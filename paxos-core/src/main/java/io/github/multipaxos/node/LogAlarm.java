package io.github.multipaxos.node;

import io.github.multipaxos.spi.DurableLog;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the log has to complain of, from the moment it is opened. */
final class LogAlarm implements DurableLog.FailureListener {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");

  private final FailStop failStop;
  private @Nullable String shortage;
  private @Nullable Consumer<String> whenShort;

  LogAlarm(FailStop failStop) {
    this.failStop = failStop;
  }

  /** Says who is told, now that there is somebody, of a shortage of space. */
  synchronized void tell(Consumer<String> whenShort) {
    this.whenShort = whenShort;
    if (shortage != null) {
      whenShort.accept(shortage);
    }
  }

  @Override
  public void failed(String reason, Throwable cause) {
    failStop.fail(reason, cause);
  }

  @Override
  public synchronized void shortOfSpace(String reason) {
    if (shortage == null) {
      shortage = reason;
      LOG.error("takes no more commands reason={}", reason);
      if (whenShort != null) {
        whenShort.accept(reason);
      }
    }
  }
}
