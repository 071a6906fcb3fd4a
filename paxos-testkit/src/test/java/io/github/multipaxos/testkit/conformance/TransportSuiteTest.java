package io.github.multipaxos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each check of the suite for transports fails on a transport made to break what it checks. */
class TransportSuiteTest {

  @ParameterizedTest
  @EnumSource
  void noticesABrokenTransport(BrokenTransport broken) {
    BrokenTransportSubject.broken = broken;

    Set<String> failing = SuiteRun.failing(BrokenTransportSubject.class, broken.noticing());

    assertThat(failing).isEqualTo(broken.noticing());
  }

  @Test
  void hasABrokenTransportForEveryCheck() {
    Set<String> noticing = new HashSet<>();
    for (BrokenTransport broken : BrokenTransport.values()) {
      noticing.addAll(broken.noticing());
    }

    assertThat(noticing).isEqualTo(SuiteRun.checksOf(TransportConformance.class));
  }

  @Test
  void sendsEveryKindOfMessageThereIs() {
    Set<Class<?>> sent =
        SampleMessages.everyKind().stream().map(Message::getClass).collect(Collectors.toSet());

    assertThat(sent).isEqualTo(leaves(Message.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> leaves(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(TransportSuiteTest::leaves)
        : Stream.of(kind);
  }
}
