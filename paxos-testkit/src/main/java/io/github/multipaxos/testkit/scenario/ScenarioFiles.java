package io.github.multipaxos.testkit.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scenarios in a directory and those below it, one to a {@code .txt} file.
 *
 * <p>Give it the directory in the source tree, not a copy among the test classes: with {@code
 * -Dscenarios.rewrite=true} it writes what happened into the files.
 */
public final class ScenarioFiles {

  static final String REWRITE = "scenarios.rewrite";

  private final Path directory;
  private final boolean isRewriting;

  /** Names the directory, and rewrites if the system property {@code scenarios.rewrite} says so. */
  public ScenarioFiles(Path directory) {
    this(directory, Boolean.getBoolean(REWRITE));
  }

  /** Names the directory, and whether files are rewritten rather than checked. */
  public ScenarioFiles(Path directory, boolean isRewriting) {
    this.directory = directory;
    this.isRewriting = isRewriting;
  }

  /**
   * Returns the files, relative to the directory, in the order of their names.
   *
   * @throws IOException if the directory cannot be read
   */
  public List<Path> list() throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found
          .filter(file -> file.toString().endsWith(".txt"))
          .map(directory::relativize)
          .sorted()
          .toList();
    }
  }

  /**
   * Checks a scenario or, if files are rewritten, writes what happens into it.
   *
   * @param file the file, relative to the directory
   * @throws ScenarioException if the file is no scenario
   * @throws ScenarioFailure if something else happens than it expects
   * @throws IOException if the file cannot be read or written
   */
  public void run(Path file) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    Scenario scenario = Scenario.parse(path.toString(), text);
    if (!isRewriting) {
      scenario.check();
      return;
    }
    String played = scenario.play();
    if (!played.equals(text)) {
      Files.writeString(path, played);
    }
  }
}
