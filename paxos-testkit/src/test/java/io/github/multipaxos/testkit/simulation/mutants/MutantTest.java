package io.github.multipaxos.testkit.simulation.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutantTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MUTANTS = Path.of("src/test/mutants");

  static Stream<Mutant> mutants() throws IOException {
    return Mutant.in(MUTANTS).stream();
  }

  /** Whether it compiles and is caught, `mvn -Pmutants` shows. */
  @ParameterizedTest
  @MethodSource("mutants")
  void changesLinesThatAreThere(Mutant mutant) throws IOException {
    List<String> source = null;
    for (String line : Files.readAllLines(mutant.patch())) {
      if (line.startsWith("--- a/")) {
        source = Files.readAllLines(ROOT.resolve(line.substring("--- a/".length())));
      } else if (source != null && (line.startsWith("-") || line.startsWith(" "))) {
        assertThat(source).as(mutant.name()).contains(line.substring(1));
      }
    }
    assertThat(source).isNotNull();
  }

  @Test
  void saysWhatAHeaderLacks(@TempDir Path directory) throws IOException {
    Path patch = directory.resolve("X-nothing.patch");
    Files.writeString(patch, "What: nothing\n\ndiff");

    assertThatThrownBy(() -> Mutant.read(patch)).hasMessageContaining("Must be caught");
  }
}
