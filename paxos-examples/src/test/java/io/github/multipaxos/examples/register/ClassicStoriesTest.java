package io.github.multipaxos.examples.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassicStoriesTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private int run(String... options) throws Exception {
    return ClassicStories.run(List.of(options), print(out), print(err));
  }

  @Test
  void allEndAsTheyShould() throws Exception {
    int exitCode = run();

    assertThat(text(out))
        .contains("1. Two proposers, one key")
        .containsPattern("node . is told: the olive tax.* = 3 drachmas")
        .containsPattern("node . is told: the new road.* = south")
        .doesNotContain("= 5 drachmas\n", "= north\n")
        .containsPattern("node . is told: the bath costs = 1 obol")
        .contains("5. A minority cannot decide")
        .endsWith("All 5 stories ended as they should.\n");
    assertThat(text(err)).isEmpty();
    assertThat(exitCode).isZero();
  }

  /** A story that insists on something that is not so. */
  private record TallStory() implements Story {
    @Override
    public String title() {
      return "The last one wins";
    }

    @Override
    public void play(Stage stage, Narrator narrator) throws InterruptedException {
      Actor actor = stage.actors().get(0);
      actor.decide("colour", "red");
      narrator.expect(actor, "colour", actor.decide("colour", "blue"), "blue");
    }
  }

  @Test
  void sayWhichWasNotTrue() throws Exception {
    int exitCode = ClassicStories.play(List.of(new TallStory(), new Race()), print(out));

    assertThat(text(out))
        .contains("1. The last one wins")
        .endsWith("\nFAILED: node 1 was told that colour is red, but it is blue\n")
        .doesNotContain("2. ");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void areExplained() throws Exception {
    assertThat(run("--help")).isZero();

    assertThat(text(out)).startsWith("Plays the classic stories").contains("usage: java");
  }

  @Test
  void takeNoOtherOption() throws Exception {
    assertThat(run("--fast")).isEqualTo(2);

    assertThat(text(out)).isEmpty();
    assertThat(text(err)).isEqualTo("classic-stories: no such option: --fast; see --help\n");
  }
}
