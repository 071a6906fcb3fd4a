package io.github.multipaxos.testkit.check.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.history.HistoryCheck;
import io.github.multipaxos.testkit.check.history.HistoryReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LinearizabilityCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Duration progressEvery = Duration.ofHours(1);

  private int run(String... arguments) {
    CommandLine command =
        LinearizabilityCommand.commandLine(progressEvery)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return LinearizabilityCommand.execute(command, arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "register, register-good, 0, linearizable: 4 operations",
    "register, register-stale-read, 1, read x (line 5)",
    "list-append, list-append-good, 0, linearizable: 3 operations",
    "list-append, list-append-lost, 1, append l b (line 3)",
    "list-append, list-append-lost-for-good, 1, append l a (line 2) -> ok (line 3) at 2..3 ns was lost",
    "list-append, list-append-future, 1, read l (line 1)",
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
        "{\"process\":1,\"type\":\"invoke\",\"op\":\"cas\",\"time\":1} | the value of a cas is",
        "{\"process\":5000000000,\"type\":\"ok\",\"op\":\"read\",\"time\":1} | whole number of 32 bits",
        "{\"process\":1,\"type\":\"invoke\",\"op\":\"read\",\"key\":true,\"time\":1} | \"key\" must be a text"
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
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("nowhere.jsonl: cannot be read: there is no such file");
  }

  @Test
  void saysWhatIsWrongWithItsUse() {
    assertThat(run("--model", "queue", "x")).isEqualTo(64);
    assertThat(run("x")).isEqualTo(64);
    assertThat(run("--model", "register", "--budget", "0", "x")).isEqualTo(64);
    assertThat(err.toString()).contains("there is no model 'queue'", "--model", "from 1 to");
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--model", "--budget", "not linearizable; the operation that does not fit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "counter | read | \"five\" | a counter answers whole numbers of 64 bits, and not five",
        "counter | read | null | a counter answers whole numbers of 64 bits, and not null",
        "list-append | read | 5 | a read of a list is answered by a list",
        "register | cas | 5 | a cas is answered by true, false or nothing, and not 5"
      })
  void saysWhichAnswerIsNoneOfTheModel(
      String model, String op, String answer, String words, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("bad.jsonl");
    Files.writeString(
        file,
        """
        {"process":1,"type":"invoke","op":"%s","value":[1,2],"time":1}
        {"process":1,"type":"ok","op":"%s","value":%s,"time":2}
        """
            .formatted(op, op, answer));

    assertThat(run("--model", model, file.toString())).isEqualTo(65);
    assertThat(err.toString()).contains("bad.jsonl: " + op, "(line 1)", words);
  }

  @Test
  void saysThatValuesAreNotUnique(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("twice.jsonl");
    String append =
        "{\"process\":%d,\"type\":\"invoke\",\"op\":\"append\",\"value\":1,\"time\":1}\n";
    Files.writeString(file, append.formatted(1) + append.formatted(2));

    assertThat(run("--model", "list-append", file.toString())).isEqualTo(65);
    assertThat(err.toString()).contains("append 1 (line 2): the value is not unique", "(line 1)");
  }

  @Test
  void saysThatAFileIsNotUtf8(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("latin.jsonl");
    Files.write(file, new byte[] {'{', '"', (byte) 0xE9, '"'});

    assertThat(run("--model", "register", file.toString())).isEqualTo(65);
    assertThat(err.toString()).contains("latin.jsonl:1: ", "is not UTF-8");
  }

  @Test
  void saysThatADirectoryCannotBeRead(@TempDir Path directory) {
    assertThat(run("--model", "register", directory.toString())).isEqualTo(66);
    assertThat(err.toString()).contains(directory + ": cannot be read: ").doesNotContain("\tat ");
  }

  @Test
  void refusesBudgetsThatAreNone() {
    for (String seconds : new String[] {"0", "-1", "99999999999", "soon"}) {
      assertThat(run("--model", "register", "--budget", seconds, "x")).as(seconds).isEqualTo(64);
    }
    for (String mebibytes : new String[] {"0", "-1", "99999999999", "much"}) {
      assertThat(run("--model", "register", "--memory", mebibytes, "x")).isEqualTo(64);
    }
  }

  @Test
  void saysThatItGoesOn(@TempDir Path directory) throws IOException {
    progressEvery = Duration.ofMillis(1);
    saysThatItDoesNotKnowWhenTheBudgetIsSpent(directory);

    assertThat(err.toString()).contains("checks 29 operations, ", " s so far");
  }

  @Test
  void isBrokenAndHasNoVerdictWhereItFails() {
    CommandLine broken = new CommandLine(new Broken()).setErr(new PrintWriter(err, true));

    assertThat(LinearizabilityCommand.execute(broken)).isEqualTo(70);
    assertThat(err.toString()).contains("this command is broken", "the reason");
  }

  @CommandLine.Command
  private static final class Broken implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new AssertionError("the reason");
    }
  }

  /** What the page shows can be read, and what it speaks of is there. */
  @Test
  void hasAPageWithExamplesThatAreRight() throws IOException {
    String page = Files.readString(Path.of("../docs/histories.md"));
    StringBuilder lines = new StringBuilder();
    page.lines().filter(line -> line.startsWith("{")).forEach(it -> lines.append(it).append('\n'));
    HistoryReader reader = new HistoryReader(new StringReader(lines.toString()), "histories.md");
    int events = 0;
    while (reader.next() != null) {
      events++;
    }
    assertThat(events).isGreaterThan(8);

    Matcher files =
        Pattern.compile("paxos-testkit/(src/test/resources/\\S+[.]jsonl)").matcher(page);
    assertThat(files.results())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Path.of(file.group(1))).exists());
    assertThat(HistoryCheck.values())
        .allSatisfy(check -> assertThat(page).contains("| `" + check.modelName() + "` |"));
  }
}
