package io.github.multipaxos.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFilesTest {

  private static final String WRONG = "cluster nodes=1\n----\nnot ok\n";
  private static final Path FILE = Path.of("some", "wrong.txt");

  @TempDir private Path directory;

  @BeforeEach
  void writeAWrongScenario() throws IOException {
    Files.createDirectory(directory.resolve("some"));
    Files.writeString(directory.resolve(FILE), WRONG);
  }

  @Test
  void listsTextFilesBelowTheDirectoryInOrder() throws IOException {
    Files.writeString(directory.resolve("last.txt"), "");
    Files.writeString(directory.resolve("first.txt"), "");
    Files.writeString(directory.resolve("notes.md"), "");

    assertThat(new ScenarioFiles(directory, false).list())
        .containsExactly(Path.of("first.txt"), Path.of("last.txt"), FILE);
  }

  @Test
  void checksAFileAndLeavesItAsItIs() throws IOException {
    ScenarioFiles files = new ScenarioFiles(directory, false);

    assertThatThrownBy(() -> files.run(FILE))
        .isInstanceOf(ScenarioFailure.class)
        .hasMessageStartingWith(directory.resolve(FILE) + ":3: `cluster nodes=1`");

    assertThat(directory.resolve(FILE)).hasContent(WRONG);
  }

  @Test
  void rewritesAFileWithWhatHappened() throws IOException {
    new ScenarioFiles(directory, true).run(FILE);

    assertThat(directory.resolve(FILE)).hasContent("cluster nodes=1\n----\nok\n");
  }

  @Test
  void rewritesNothingOfAFileThatCannotBePlayed() throws IOException {
    String unplayable = WRONG + "\ndance\n----\n";
    Files.writeString(directory.resolve(FILE), unplayable);

    assertThatThrownBy(() -> new ScenarioFiles(directory, true).run(FILE))
        .isInstanceOf(ScenarioException.class);

    assertThat(directory.resolve(FILE)).hasContent(unplayable);
  }
}
