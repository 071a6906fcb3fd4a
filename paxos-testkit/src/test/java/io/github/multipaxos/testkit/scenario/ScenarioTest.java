package io.github.multipaxos.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {

  private static final String PROPOSAL =
      """
      # A story.

      cluster nodes=1,2,3 leader=1
      ----
      1     leads ballot=1.1 chosen=1

      propose 1 x=red
      ----
      1     persist  vote slot=2 1.1 [x=red]
      1     persist  chosen through=1
      1->2  Accept   ballot=1.1 slot=2 [x=red] through=1
      1->3  Accept   ballot=1.1 slot=2 [x=red] through=1
      """;

  @Test
  void passesIfEverythingGoesAsExpected() {
    Scenario scenario = Scenario.parse("a.txt", PROPOSAL);

    assertThatCode(scenario::check).doesNotThrowAnyException();
  }

  @Test
  void failsWithTheFileTheLineAndADiff() {
    String wrong = PROPOSAL.replace("1->3  Accept   ballot=1.1", "1->3  Accept   ballot=1.2");
    Scenario scenario = Scenario.parse("a.txt", wrong);

    assertThatThrownBy(scenario::check)
        .isInstanceOf(ScenarioFailure.class)
        .hasMessageStartingWith("a.txt:12: `propose 1 x=red` went otherwise than expected")
        .hasMessageContaining(
            """
                1     persist  vote slot=2 1.1 [x=red]
                1     persist  chosen through=1
                1->2  Accept   ballot=1.1 slot=2 [x=red] through=1
              - 1->3  Accept   ballot=1.2 slot=2 [x=red] through=1
              + 1->3  Accept   ballot=1.1 slot=2 [x=red] through=1
            """)
        .hasMessageContaining("-Dscenarios.rewrite=true");
  }

  @Test
  void failsIfSomethingExpectedDoesNotHappen() {
    Scenario scenario = Scenario.parse("a.txt", PROPOSAL + "1     rests\n");

    assertThatThrownBy(scenario::check)
        .isInstanceOf(ScenarioFailure.class)
        .hasMessageStartingWith("a.txt:13: ")
        .hasMessageContaining("  - 1     rests\n");
  }

  @Test
  void failsIfSomethingHappensThatIsNotExpected() {
    String short1 = PROPOSAL.substring(0, PROPOSAL.lastIndexOf("1->3"));
    Scenario scenario = Scenario.parse("a.txt", short1);

    assertThatThrownBy(scenario::check)
        .isInstanceOf(ScenarioFailure.class)
        .hasMessageContaining("  + 1->3  Accept");
  }

  @Test
  void playsIntoTheTextWhatHappensAndKeepsTheRest() {
    String unanswered =
        """
        # A story.

        cluster nodes=1,2,3 leader=1
        ----

        propose 1 x=red
        ----
        nothing of the sort
        """;

    String played = Scenario.parse("a.txt", unanswered).play();

    assertThat(played).isEqualTo(PROPOSAL);
  }

  @Test
  void isPlayedTheSameEveryTime() {
    String text =
        """
        cluster nodes=1,2,3,4,5
        ----

        settle ticks=100
        ----

        propose 3 x=red
        settle ticks=10
        crash 1
        settle ticks=100
        ----
        """;

    String once = Scenario.parse("a.txt", text).play();
    String again = Scenario.parse("a.txt", text).play();

    assertThat(again).isEqualTo(once).contains("leads ballot=").contains("[x=red]");
  }

  @Test
  void takesSeveralDirectivesToOneAnswer() {
    String text =
        """
        cluster nodes=1
        tick 1
        ----
        ok
        1     canvasses ballot=1.1
        1     campaigns ballot=1.1
        1     persist  promise 1.1
        1     leads ballot=1.1 adopted=0 filled=0 barrier=1
        1     persist  vote slot=1 1.1 [noop]
        1     chosen   slot=1 [noop]
        """;

    assertThatCode(Scenario.parse("a.txt", text)::check).doesNotThrowAnyException();
  }

  @Test
  void namesTheLineOfTheDirectiveThatCannotBeCarriedOut() {
    String text = PROPOSAL + "\ndeliver 2\ncrash 9\n----\n";

    assertThatThrownBy(Scenario.parse("a.txt", text)::check)
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            "a.txt:15: node 9 is not in the cluster, which is [1, 2, 3];"
                + " usage: crash N [unsynced=lost|kept|RECORDS]");
  }

  @Test
  void asksForAClusterFirst() {
    assertThatThrownBy(Scenario.parse("a.txt", "tick 1\n----\n")::check)
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("a.txt:1: there is no cluster yet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dance 1                       | unknown directive `dance`; there are campaign, close, ",
        "propose 1                     | a command is missing; usage: propose N x=red ",
        "propose x=red                 | `x=red` is not a number; usage: propose ",
        "propose 1 x=red within        | something is missing after `within`; usage: propose ",
        "tick 1 often                  | `often` is not a number; usage: tick N",
        "tick 0                        | `0` is not a node; usage: tick N",
        "deliver 2 Chosen              | there is no such message; `show network` tells ",
        "settle at once                | `at once` is not understood; usage: settle ",
        "restart 1                     | node 1 is up; crash it first; usage: restart N",
        "campaign 1                    | node 1 leads already; usage: campaign N",
        "cut 1                         | the other end is missing; usage: cut A->B ",
        "cluster nodes=1,2 election=1  | electionTicks must exceed heartbeatTicks, was 1; usage: ",
        "cluster                       | nodes= is missing; usage: cluster nodes=1,2,3 ",
        "cluster nodes=1,2,3 accept=1  | a prepare quorum of 2 and an accept quorum of 1 need not ",
      })
  void saysWhatIsWrongWithADirective(String directive, String problem) {
    String text = PROPOSAL.substring(0, PROPOSAL.indexOf("propose")) + directive + "\n----\n";

    assertThatThrownBy(Scenario.parse("a.txt", text)::check)
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("a.txt:7: " + problem);
  }

  @Test
  void refusesWhatIsForANodeThatIsDown() {
    String text = PROPOSAL + "\ncrash 2\n----\n1->2\n\npropose 2 y=blue\n----\n";

    assertThatThrownBy(Scenario.parse("a.txt", text)::play)
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith("a.txt:18: node 2 is down; usage: propose ");
  }

  @Test
  void refusesDirectivesWithoutASeparator() {
    assertThatThrownBy(() -> Scenario.parse("a.txt", "# x\n\ntick 1\nsettle\n\n----\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("a.txt:5: expected a line ---- after the directives");
  }

  @Test
  void refusesASeparatorWithoutDirectives() {
    assertThatThrownBy(() -> Scenario.parse("a.txt", "# x\n----\nok\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("a.txt:2: expected a directive before ----");
  }
}
