package io.github.multipaxos.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scenario in {@code src/test/resources/scenarios}. Run with {@code -Dscenarios.rewrite=true}
 * it writes what happens into the files instead; read the change before believing it.
 */
class ScenariosTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/scenarios");

  private final ScenarioFiles files = new ScenarioFiles(DIRECTORY);

  @TestFactory
  Stream<DynamicTest> goesAsTheFileSays() throws IOException {
    return files.list().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.toString(), DIRECTORY.resolve(file).toUri(), () -> files.run(file)));
  }

  @Test
  void eachBeginsWithItsStory() throws IOException {
    List<Path> silent = new ArrayList<>();

    for (Path file : files.list()) {
      if (!Files.readString(DIRECTORY.resolve(file)).startsWith("# ")) {
        silent.add(file);
      }
    }

    assertThat(silent).isEmpty();
  }

  @Test
  void theDocumentationShowsOneAsItIs() throws IOException {
    String shown = Files.readString(DIRECTORY.resolve("election/keeps-what-may-be-chosen.txt"));

    assertThat(Path.of("../docs/scenarios.md")).content().contains("```\n" + shown + "```");
  }

  @Test
  void thereAreScenariosOfEveryKind() throws IOException {
    List<Path> all = files.list();

    assertThat(all).hasSizeGreaterThanOrEqualTo(30);
    assertThat(all.stream().map(file -> file.getName(0).toString()).distinct())
        .containsExactly(
            "clients",
            "election",
            "healing",
            "learning",
            "proposal",
            "reads",
            "recovery",
            "snapshot",
            "storage");
  }
}
