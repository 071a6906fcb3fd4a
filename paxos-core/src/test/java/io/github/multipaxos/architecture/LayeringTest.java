package io.github.multipaxos.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.multipaxos.architecture.breaking.PaxosNode;
import io.github.multipaxos.architecture.breaking.SeesTheNode;
import io.github.multipaxos.architecture.breaking.SeesTheProtocol;
import io.github.multipaxos.architecture.breaking.message.SeesRecords;
import io.github.multipaxos.architecture.breaking.model.Logs;
import io.github.multipaxos.architecture.breaking.model.SeesMessages;
import io.github.multipaxos.architecture.breaking.node.SeesTheDoor;
import io.github.multipaxos.architecture.breaking.protocol.SeesTheSpi;
import io.github.multipaxos.architecture.breaking.spi.SeesThePureCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees whom. A layer knows those below it, as {@link Layer} lists them, and nobody else. */
class LayeringTest {

  /** Returns what each class sees that it should not. */
  private static List<String> violations(JavaClasses classes, String root) {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      Optional<Layer> layer = Layer.of(type, root);
      if (layer.isEmpty()) {
        violations.add(type.getName() + " is in no layer; add its package to Layer");
      } else {
        violations.addAll(violations(type, layer.get(), root));
      }
    }
    return violations;
  }

  private static TreeSet<String> violations(JavaClass type, Layer layer, String root) {
    TreeSet<String> violations = new TreeSet<>();
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      if (!target.isPrimitive() && !isAllowed(layer, target, root)) {
        violations.add(type.getName() + " of " + layer + " sees " + target.getName());
      }
    }
    return violations;
  }

  private static boolean isAllowed(Layer layer, JavaClass target, String root) {
    return Layer.of(target, root).map(layer::sees).orElseGet(() -> layer.sees(target.getName()));
  }

  @Test
  void holdsForEveryClass() {
    assertThat(violations(MainClasses.ALL, MainClasses.ROOT)).isEmpty();
  }

  @Test
  void knowsEveryLayer() {
    for (Layer layer : Layer.values()) {
      assertThat(MainClasses.ALL.stream().map(type -> Layer.of(type, MainClasses.ROOT)))
          .contains(Optional.of(layer));
    }
  }

  /** A package laid out like the library, in which each class sees one that it should not. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        Logs.class,
        SeesMessages.class,
        SeesRecords.class,
        io.github.multipaxos.architecture.breaking.record.SeesMessages.class,
        SeesTheSpi.class,
        SeesThePureCore.class,
        SeesTheProtocol.class,
        SeesTheNode.class,
        SeesTheDoor.class,
        io.github.multipaxos.architecture.breaking.register.SeesTheNode.class,
        io.github.multipaxos.architecture.breaking.register.SeesTheProtocol.class,
        io.github.multipaxos.architecture.breaking.session.SeesTheNode.class,
        io.github.multipaxos.architecture.breaking.session.client.SeesTheProtocol.class,
      })
  void isSeenToBeBroken(Class<?> breaking) {
    assertThat(violations(MainClasses.BROKEN, MainClasses.BREAKING))
        .filteredOn(it -> it.startsWith(breaking.getName() + " "))
        .hasSize(1);
  }

  @Test
  void letsTheDoorSeeTheNode() {
    assertThat(violations(MainClasses.BROKEN, MainClasses.BREAKING))
        .noneMatch(it -> it.startsWith(PaxosNode.class.getName() + " "));
  }

  @Test
  void hasNoPlaceForAnUnknownPackage() {
    assertThat(violations(MainClasses.ALL, "org.example"))
        .contains("io.github.multipaxos.protocol.Replica is in no layer; add its package to Layer");
  }
}
