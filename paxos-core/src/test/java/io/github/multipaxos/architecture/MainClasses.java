package io.github.multipaxos.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.multipaxos.protocol.Replica;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The compiled classes of this module, as ArchUnit sees them. */
final class MainClasses {

  static final String ROOT = "io.github.multipaxos";

  /** Where classes are that break the rules on purpose. */
  static final String BREAKING = ROOT + ".architecture.breaking";

  /** What is published: the classes of {@code src/main}. */
  static final JavaClasses ALL = importPathOf(Replica.class);

  /** The classes that break the rules on purpose. */
  static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BREAKING);

  private MainClasses() {}

  /** Returns the classes of {@code src/test}, those that break the rules among them. */
  static JavaClasses tests() {
    return importPathOf(MainClasses.class);
  }

  private static JavaClasses importPathOf(Class<?> type) {
    return new ClassFileImporter().importPath(locationOf(type));
  }

  private static Path locationOf(Class<?> type) {
    try {
      URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
