package io.github.multipaxos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.junit.platform.testkit.engine.Events;

/** Runs checks of a suite and says which of them fail. */
final class SuiteRun {

  private SuiteRun() {}

  /** Runs checks on a test class, and returns the names of those that fail. */
  static Set<String> failing(Class<?> subject, Set<String> checks) {
    Events events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(
                checks.stream()
                    .map(check -> selectMethod(subject, check))
                    .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
            .execute()
            .testEvents();
    assertThat(events.filter(event -> event.getType() == EventType.FINISHED))
        .as("checks that ran, not skipped")
        .hasSize(checks.size());
    return events
        .filter(finishedWithFailure()::matches)
        .map(SuiteRun::checkOf)
        .collect(Collectors.toSet());
  }

  private static String checkOf(Event event) {
    String name = event.getTestDescriptor().getLegacyReportingName();
    return name.substring(0, name.indexOf('('));
  }

  /** Returns the names of all checks of a suite. */
  static Set<String> checksOf(Class<?> suite) {
    return Arrays.stream(suite.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }
}
