package io.github.multipaxos.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;

/** What pure code does without. */
enum PurityRule {
  NO_CLOCK(noClasses().should().dependOnClassesThat().resideInAnyPackage("java.time..")),

  NO_RANDOMNESS(
      noClasses()
          .should()
          .dependOnClassesThat(
              oneOf(Random.class, SplittableRandom.class, UUID.class)
                  .or(
                      JavaClass.Predicates.resideInAnyPackage(
                          "java.security..", "java.util.random..")))
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(StrictMath.class, "random")),

  NO_THREADS(
      noClasses()
          .should()
          .dependOnClassesThat(
              oneOf(Thread.class, ThreadLocal.class, ThreadGroup.class, Timer.class)
                  .or(JavaClass.Predicates.resideInAnyPackage("java.util.concurrent..")))),

  NO_LOCKS(noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED)),

  NO_SHARED_MEMORY(noFields().should().haveModifier(JavaModifier.VOLATILE)),

  NO_GLOBAL_STATE(fields().that(are(describe("static", PurityRule::isStatic))).should().beFinal()),

  NO_IO(
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..", "java.nio.file..")),

  NO_LOGGING(
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.util.logging..")),

  NO_SYSTEM(
      noClasses()
          .should()
          .dependOnClassesThat(
              oneOf(System.class, Runtime.class, ProcessHandle.class, ProcessBuilder.class))),

  NO_HASH_ORDER(
      noClasses()
          .should()
          .dependOnClassesThat(
              oneOf(
                  HashMap.class,
                  HashSet.class,
                  Hashtable.class,
                  IdentityHashMap.class,
                  WeakHashMap.class))
          .orShould()
          .accessTargetWhere(calls(Set.class, "of", "copyOf"))
          .orShould()
          .accessTargetWhere(calls(Map.class, "of", "ofEntries", "copyOf"))
          .orShould()
          .accessTargetWhere(
              calls(
                  Collectors.class,
                  "toSet",
                  "toUnmodifiableSet",
                  "toMap",
                  "toUnmodifiableMap",
                  "groupingBy"))),

  NO_PARALLEL_STREAMS(
      noClasses()
          .should()
          .accessTargetWhere(calls(Collection.class, "parallelStream"))
          .orShould()
          .accessTargetWhere(calls(BaseStream.class, "parallel", "unordered")));

  private final ArchRule rule;

  PurityRule(ArchRule rule) {
    this.rule = rule.allowEmptyShould(true);
  }

  ArchRule rule() {
    return rule;
  }

  private static boolean isStatic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.STATIC)
        && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static DescribedPredicate<JavaClass> oneOf(Class<?>... types) {
    return describe(
        "one of " + List.of(types), type -> List.of(types).stream().anyMatch(type::isEquivalentTo));
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... names) {
    return describe(
        "calls " + owner.getSimpleName() + "." + List.of(names),
        access ->
            access.getTarget() instanceof CodeUnitCallTarget
                && access.getTargetOwner().isAssignableTo(owner)
                && List.of(names).contains(access.getTarget().getName()));
  }
}
