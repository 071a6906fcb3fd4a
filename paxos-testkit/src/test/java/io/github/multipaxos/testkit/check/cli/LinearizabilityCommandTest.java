package io.github.multipaxos.testkit.check.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LinearizabilityCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command =
        LinearizabilityCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "register, register-good, 0, linearizable: 4 operations",
    "register, register-stale-read, 1, read x (line 5)",
    "list-append, list-append-good, 0, linearizable: 3 operations",
    "list-append, list-append-lost, 1, append l b (line 3)",
    "counter, counter-good, 0, linearizable: 3 operations",
    "counter, counter-twice, 1, read (line 3)"
  })
  void saysWhetherAHistoryIsLinearizableAndWhatDoesNotFit(
      String model, String file, int code, String words) {
    int exit = run("--model", model, "src/test/resources/histories/" + file + ".jsonl");

    assertThat(exit).isEqualTo(code);
    assertThat(out.toString()).contains(words);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysThatItDoesNotKnowWhenTheBudgetIsSpent(@TempDir Path directory) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 28; i++) { // all at once, and a read that nothing explains
      lines.append(
          "{\"process\":%d,\"type\":\"invoke\",\"op\":\"add\",\"value\":%d,\"time\":1}\n"
              .formatted(i, 1 << i));
    }
    lines.append("{\"process\":99,\"type\":\"invoke\",\"op\":\"read\",\"time\":1}\n");
    lines.append("{\"process\":99,\"type\":\"ok\",\"op\":\"read\",\"value\":-1,\"time\":2}\n");
    Path file = directory.resolve("hard.jsonl");
    Files.writeString(file, lines);

    int exit = run("--model", "counter", "--budget", "1", "--memory", "1", file.toString());

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString()).startsWith("unknown: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json | :1: ",
        "[] | :1: not an object",
        "{\"process\":1} | \"type\" must be",
        "{\"process\":1,\"type\":\"invoke\",\"time\":1} | \"op\" must be a text",
        "{\"process\":1,\"type\":\"maybe\",\"op\":\"read\",\"time\":1} | must be invoke, ok, fail or info",
        "{\"process\":1,\"type\":\"ok\",\"op\":\"read\",\"time\":1} | has no read under way",
        "{\"process\":1,\"type\":\"invoke\",\"op\":\"pop\",\"time\":1} | pop (line 1): a register knows",
        "{\"process\":1,\"type\":\"invoke\",\"op\":\"cas\",\"time\":1} | the value of a cas is"
      })
  void saysWhereAFileIsNoHistory(String line, String words, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("bad.jsonl");
    Files.writeString(file, line + "\n");

    assertThat(run("--model", "register", file.toString())).isEqualTo(65);
    assertThat(err.toString()).contains(words).contains("bad.jsonl").doesNotContain("\tat ");
  }

  @Test
  void saysThatAFileIsNotThere() {
    assertThat(run("--model", "register", "nowhere.jsonl")).isEqualTo(66);
    assertThat(err.toString()).isEqualToIgnoringNewLines("nowhere.jsonl: there is no such file");
  }

  @Test
  void saysWhatIsWrongWithItsUse() {
    assertThat(run("--model", "queue", "x")).isEqualTo(64);
    assertThat(run("x")).isEqualTo(64);
    assertThat(run("--model", "register", "--budget", "0", "x")).isEqualTo(64);
    assertThat(err.toString()).contains("there is no model 'queue'", "--model", "at least 1");
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--model", "--budget", "not linearizable; the operation that does not fit");
  }
}
