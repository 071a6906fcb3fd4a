package io.github.multipaxos.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import io.github.multipaxos.architecture.breaking.Impurities;
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

  private static JavaClasses pure() {
    return MainClasses.ALL.that(
        DescribedPredicate.describe(
            "are pure",
            type ->
                PURE_PACKAGES.stream()
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
