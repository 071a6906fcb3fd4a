package io.github.multipaxos.benchmarks.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.Benchmarks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class OpenCommandTest {

  private static final int BAD_OPTIONS = 2;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --slots 0          | --slots must be 1 to 1000000000, not 0
          --payload -1       | --payload must be 1 to 1048576, not -1
          --slots-per-sync 0 | --slots-per-sync must be 1 to 65536, not 0
          --repeat 0         | --repeat must be 1 to 1000, not 0
          --slots many       | 'many' is not a long
          """)
  void answersBadOptionsWithASentence(String arguments, String sentence) {
    StringWriter err = new StringWriter();
    CommandLine line = Benchmarks.commandLine();
    line.setErr(new PrintWriter(err));

    int exitCode = line.execute(("open --directory " + directory + " " + arguments).split(" "));

    assertThat(exitCode).isEqualTo(BAD_OPTIONS);
    assertThat(err.toString()).startsWith("benchmarks open: ").contains(sentence);
    assertThat(directory).isEmptyDirectory();
  }
}
