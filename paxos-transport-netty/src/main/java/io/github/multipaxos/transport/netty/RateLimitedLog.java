package io.github.multipaxos.transport.netty;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes at most one line of each kind in an interval, and counts those that it leaves out. Whoever
 * can make a node log can otherwise fill its disk.
 *
 * <p>The kinds must be few: each is remembered. Not safe for several threads.
 */
final class RateLimitedLog {

  private final Logger log;
  private final long intervalNanos;
  private final LongSupplier nanos;
  private final Map<String, Kind> kinds = new HashMap<>();

  private static final class Kind {
    private long lastNanos;
    private long suppressed;
  }

  RateLimitedLog(Logger log, Duration interval, LongSupplier nanos) {
    this.log = log;
    this.intervalNanos = interval.toNanos();
    this.nanos = nanos;
  }

  /** Warns, unless there was a line of this kind a short while ago. */
  void warn(String kind, String line) {
    write(Level.WARN, kind, line);
  }

  /** Informs, unless there was a line of this kind a short while ago. */
  void info(String kind, String line) {
    write(Level.INFO, kind, line);
  }

  private void write(Level level, String kind, String line) {
    long now = nanos.getAsLong();
    Kind known = kinds.get(kind);
    if (known == null) {
      known = new Kind();
      kinds.put(kind, known);
    } else if (now - known.lastNanos < intervalNanos) {
      known.suppressed++;
      return;
    }
    log.atLevel(level).log(known.suppressed == 0 ? line : line + " suppressed=" + known.suppressed);
    known.lastNanos = now;
    known.suppressed = 0;
  }
}
