package io.github.multipaxos.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void writesALineForEveryTenthIntoALog() {
    Progress progress = new Progress(out, false, 200);

    for (int done = 1; done <= 200; done++) {
      progress.reached(done);
    }

    assertThat(text().lines()).hasSize(10);
    assertThat(text()).doesNotContain("\r").endsWith("]       200 of 200\n");
  }

  @Test
  void redrawsOneLineOnATerminal() {
    Progress progress = new Progress(out, true, 400);

    progress.reached(200);
    progress.say("halfway");
    progress.reached(400);

    assertThat(text())
        .isEqualTo(
            "\r   [####################....................]       200 of 400\nhalfway\n"
                + "\r   [########################################]       400 of 400\n");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
