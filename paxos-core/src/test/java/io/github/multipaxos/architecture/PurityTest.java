package io.github.multipaxos.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.github.multipaxos.architecture.breaking.Impurities;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol is a function of its inputs: what it does can be replayed exactly, in another
 * process, on another day.
 */
class PurityTest {

  private static final List<String> PURE_PACKAGES =
      List.of("model", "message", "record", "protocol");

  /** What a state machine is written to and read from. */
  private static final List<Class<?>> STREAMS =
      List.of(
          InputStream.class,
          OutputStream.class,
          DataInputStream.class,
          DataOutputStream.class,
          FilterOutputStream.class, // declares what a DataOutputStream inherits
          IOException.class,
          EOFException.class);

  private static final ArchRule NO_IO_BUT_STREAMS =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "do I/O and are no streams",
                  type ->
                      (type.getPackageName().equals("java.io")
                              || type.getPackageName().startsWith("java.net")
                              || type.getPackageName().startsWith("java.nio."))
                          && STREAMS.stream().noneMatch(type::isEquivalentTo)
                          && !type.getPackageName().startsWith("java.nio.charset")));

  private static JavaClasses pure() {
    return in(PURE_PACKAGES);
  }

  private static JavaClasses in(List<String> packages) {
    return MainClasses.ALL.that(
        DescribedPredicate.describe(
            "are pure",
            type ->
                packages.stream()
                    .anyMatch(it -> type.getPackageName().equals(MainClasses.ROOT + "." + it))));
  }

  @Test
  void holdsForTheProtocolAndWhatItSpeaksIn() {
    JavaClasses pure = pure();

    assertThat(pure).hasSizeGreaterThan(60);
    for (PurityRule rule : PurityRule.values()) {
      EvaluationResult result = rule.rule().evaluate(pure);
      assertThat(result.getFailureReport().getDetails()).as(rule.name()).isEmpty();
    }
  }

  /** A state machine reads and writes the streams that it is handed. */
  @Test
  void holdsForSessionsButForTheStreamsOfSnapshots() {
    JavaClasses sessions = in(List.of("session"));

    assertThat(sessions).hasSizeGreaterThan(15);
    for (PurityRule rule : PurityRule.values()) {
      ArchRule applicable = rule == PurityRule.NO_IO ? NO_IO_BUT_STREAMS : rule.rule();
      EvaluationResult result = applicable.evaluate(sessions);
      assertThat(result.getFailureReport().getDetails()).as(rule.name()).isEmpty();
    }
  }

  @Test
  void seesWhatIsNoStreamOfASnapshot() {
    List<Class<?>> impurities =
        impurities()
            .filter(it -> it.getAnnotation(Impurities.Breaks.class).value().equals("NO_IO"))
            .toList();

    assertThat(impurities).hasSize(2);
    for (Class<?> impurity : impurities) {
      JavaClasses classes = new ClassFileImporter().importClasses(impurity);
      assertThat(NO_IO_BUT_STREAMS.evaluate(classes).hasViolation()).isTrue();
    }
  }

  static Stream<Class<?>> impurities() {
    return Stream.<Class<?>>of(Impurities.class.getDeclaredClasses())
        .filter(it -> !it.isAnnotation());
  }

  /** Each is named after the rule it breaks; it breaks that one and no other. */
  @ParameterizedTest
  @MethodSource("impurities")
  void isSeenToBeBroken(Class<?> impurity) {
    JavaClasses classes = new ClassFileImporter().importClasses(impurity);
    for (PurityRule rule : PurityRule.values()) {
      boolean isBroken = rule.rule().evaluate(classes).hasViolation();
      boolean isMeant = impurity.getAnnotation(Impurities.Breaks.class).value().equals(rule.name());
      assertThat(isBroken).as(rule.name()).isEqualTo(isMeant);
    }
  }

  @Test
  void hasARuleBrokenByEachImpurityAndAnImpurityForEachRule() {
    List<String> broken =
        impurities()
            .map(it -> it.getAnnotation(Impurities.Breaks.class).value())
            .distinct()
            .toList();

    assertThat(broken)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(PurityRule.values()).map(PurityRule::name).toList());
  }

  @Test
  void looksAtEveryPackageThatIsMeant() {
    for (String name : PURE_PACKAGES) {
      assertThat(pure().stream().map(JavaClass::getPackageName))
          .contains(MainClasses.ROOT + "." + name);
    }
  }
}
