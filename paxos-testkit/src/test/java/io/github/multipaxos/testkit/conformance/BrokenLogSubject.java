package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.testkit.memory.MemoryDisk;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Runs the suite on a broken log. Not a test by itself: {@link LogSuiteTest} runs it. */
class BrokenLogSubject implements DurableLogConformance {

  static BrokenLog broken = BrokenLog.NAMES_ANOTHER_NODE;

  private final MemoryDisk disk = new MemoryDisk();
  private boolean isFirst = true;

  @Override
  public LogStorage newStorage() {
    MemoryDisk next = isFirst ? disk : new MemoryDisk();
    isFirst = false;
    return new MemoryStorage(next, broken::on);
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(500);
  }

  /** Some broken logs stay open. */
  @AfterEach
  void endTheirThreads() {
    disk.kill();
  }
}
