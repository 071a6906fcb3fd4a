package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // time may wrap around
  private final RateLimitedLog log =
      new RateLimitedLog(
          LoggerFactory.getLogger(NettyTransport.class), Duration.ofSeconds(1), nanos::get);

  @Test
  void writesOneLineOfAKindInAnInterval() {
    try (LogCapture capture = LogCapture.begin()) {
      for (int i = 0; i < 100; i++) {
        log.warn("noise", "noise " + i);
      }

      assertThat(capture.lines("noise")).containsExactly("WARN noise 0");
    }
  }

  @Test
  void countsTheLinesThatItLeavesOut() {
    try (LogCapture capture = LogCapture.begin()) {
      log.warn("noise", "noise 0");
      log.warn("noise", "noise 1");
      log.warn("noise", "noise 2");
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());

      log.warn("noise", "noise 3");

      assertThat(capture.lines("noise"))
          .containsExactly("WARN noise 0", "WARN noise 3 suppressed=2");
    }
  }

  @Test
  void limitsEachKindForItself() {
    try (LogCapture capture = LogCapture.begin()) {
      log.warn("noise", "noise");
      log.info("smoke", "smoke {}");

      assertThat(capture.lines("")).containsExactly("WARN noise", "INFO smoke {}");
    }
  }
}
