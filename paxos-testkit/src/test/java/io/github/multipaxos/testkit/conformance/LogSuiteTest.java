package io.github.multipaxos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each check of the suite for logs fails on a log made to break what it checks. */
class LogSuiteTest {

  @ParameterizedTest
  @EnumSource
  void noticesABrokenLog(BrokenLog broken) {
    BrokenLogSubject.broken = broken;

    Set<String> failing = SuiteRun.failing(BrokenLogSubject.class, broken.noticing());

    assertThat(failing).isEqualTo(broken.noticing());
  }

  @Test
  void hasABrokenLogForEveryCheck() {
    Set<String> noticing = new HashSet<>();
    for (BrokenLog broken : BrokenLog.values()) {
      noticing.addAll(broken.noticing());
    }

    assertThat(noticing).isEqualTo(SuiteRun.checksOf(DurableLogConformance.class));
  }
}
