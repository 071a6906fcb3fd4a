package io.github.multipaxos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each check of the suite for snapshots fails on a store made to break what it checks. */
class SnapshotSuiteTest {

  @ParameterizedTest
  @EnumSource
  void noticesABrokenStore(BrokenStore broken) {
    BrokenStoreSubject.broken = broken;

    Set<String> failing = SuiteRun.failing(BrokenStoreSubject.class, broken.noticing());

    assertThat(failing).isEqualTo(broken.noticing());
  }

  @Test
  void hasABrokenStoreForEveryCheck() {
    Set<String> noticing = new HashSet<>();
    for (BrokenStore broken : BrokenStore.values()) {
      noticing.addAll(broken.noticing());
    }

    assertThat(noticing).isEqualTo(SuiteRun.checksOf(SnapshotStoreConformance.class));
  }
}
