package io.github.multipaxos.examples.register;

import io.github.multipaxos.examples.local.ScratchDirectory;
import io.github.multipaxos.model.Member;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Plays the classic stories of Paxos with a {@code WriteOnceRegister} on three nodes. */
public final class ClassicStories {

  private static final int FAILED = 1;
  private static final int BAD_OPTIONS = 2;

  private static final String HELP =
      """
      Plays the classic stories of Paxos with three real nodes in this process, on the loopback
      address and a temporary directory. Takes some ten seconds, most of it waiting for elections.

      usage: java -Dlogback.configurationFile=logback-demo.xml \\
                 -cp paxos-examples/target/kv-server.jar \\
                 io.github.multipaxos.examples.register.ClassicStories [--help]

      Without the -D the nodes add their own log lines, on stderr.
      Exit codes: 0 every story ended as it should, 1 one did not, 2 bad options.
      docs/register.md tells the same stories with pictures.
      """;

  private ClassicStories() {}

  /** Plays the stories; exits with 1 if one does not end as it should. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** Does what the options say, and returns the exit code. */
  static int run(List<String> options, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    if (options.equals(List.of("--help"))) {
      out.print(HELP);
      return 0;
    }
    if (!options.isEmpty()) {
      err.println("classic-stories: no such option: " + options.get(0) + "; see --help");
      return BAD_OPTIONS;
    }
    return play(
        List.of(new Race(), new HalfWay(), new Unheard(), new Absence(), new Minority()), out);
  }

  /** Plays these stories one after the other on one stage, and returns the exit code. */
  static int play(List<Story> stories, PrintStream out) throws IOException, InterruptedException {
    try (ScratchDirectory scratch = ScratchDirectory.create("paxos-stories-");
        Stage stage = Stage.open(scratch.path())) {
      introduce(stage, new Narrator(out));
      for (int i = 0; i < stories.size(); i++) {
        Narrator narrator = new Narrator(out);
        narrator.title((i + 1) + ". " + stories.get(i).title());
        stories.get(i).play(stage, narrator);
      }
      out.println();
      out.println("All " + stories.size() + " stories ended as they should.");
      return 0;
    } catch (StoryFailedException e) {
      out.println();
      out.println("FAILED: " + e.getMessage());
      return FAILED;
    }
  }

  private static void introduce(Stage stage, Narrator narrator) throws InterruptedException {
    narrator.title("Three nodes, and keys that get one value each, for ever");
    for (Member member : stage.members().all()) {
      narrator.say("node %s listens on %s:%d", member.id(), member.host(), member.port());
    }
    narrator.say("%s is elected", stage.leader());
  }
}
