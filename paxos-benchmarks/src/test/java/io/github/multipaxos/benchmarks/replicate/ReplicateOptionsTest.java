package io.github.multipaxos.benchmarks.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.Benchmarks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReplicateOptionsTest {

  private static final int BAD_OPTIONS = 2;

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = Benchmarks.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nodes 4                       | --nodes must be 3, 5 or 7, not 4
          --systems limit,zab             | this build knows no system 'zab', only
          --systems paxos,paxos           | --systems names one of them twice
          --payload 0                     | --payload must be 1 to 1048576 bytes, not 0
          --payload x                     | 'x' is not an int
          --window 16,0                   | --window must be 1 to 1048576, not 0
          --window 1048576 --payload 1024 | more than 256 MiB outstanding
          --seconds 0                     | --seconds must be more than 0 and at most 3600
          --warmup -1                     | --warmup must be 0 to 600 seconds
          --repeat 0                      | --repeat must be 1 to 1000, not 0
          --reads 101                     | --reads must be 0 to 100 per cent, not 101
          --durability disk               | write fsync or none, not 'disk'
          --from above                    | write leader or follower, not 'above'
          --kill-leader                   | say --from follower too
          --kill-leader --in-one-jvm      | needs a process to kill
          --slow-follower tired           | write behind or stopped, not 'tired'
          --slow-follower                 | Missing required parameter
          --slow-follower behind --in-one-jvm | --slow-follower needs a process to stop
          --slow-follower stopped --kill-leader --from follower | leave no majority
          --systems paxos --chart c.svg   | --chart draws fractions of limit
          --fast                          | Unknown option: '--fast'
          """)
  void answersBadOptionsWithASentence(String arguments, String sentence) {
    String[] words = ("replicate --directory " + directory + " " + arguments).split(" ");

    assertThat(execute(words)).isEqualTo(BAD_OPTIONS);

    assertThat(err.toString()).startsWith("benchmarks replicate: ").contains(sentence);
    assertThat(err.toString().strip()).doesNotContain("\n");
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "replicate --help", "replica --help", "open --help", "reopen --help"})
  void helpsOnEveryCommand(String arguments) {
    assertThat(execute(arguments.split(" "))).isZero();

    assertThat(out.toString()).startsWith("Usage: benchmarks").contains("--help");
  }

  @Test
  void asksForACommand() {
    assertThat(execute()).isEqualTo(BAD_OPTIONS);

    assertThat(err.toString()).startsWith("benchmarks: say replicate or open, or --help");
  }
}
