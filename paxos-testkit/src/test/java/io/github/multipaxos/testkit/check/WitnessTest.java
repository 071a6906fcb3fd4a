package io.github.multipaxos.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.KeyValue.Done;
import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log with two writes to x, "a" in slot 3 and "b" as the second command of slot 5. */
class WitnessTest {

  private final Witness<Optional<String>, Input, Output> witness = new Witness<>(new KeyValue());

  @BeforeEach
  void fillTheLog() {
    witness.chosen(5, 1, "W2");
    witness.chosen(3, 0, "W1");
    witness.command("W1", write("a", 10, 20));
    witness.command("W2", write("b", 30, 40));
  }

  private static Operation<Input, Output> write(String value, long from, long to) {
    return new Operation<>(1, new Write("x", value), new Done(), from, to);
  }

  private static Operation<Input, Output> read(String value, long from, long to) {
    return new Operation<>(2, new Read("x"), new Found(Optional.ofNullable(value)), from, to);
  }

  private void assertFault(String... words) {
    assertThat(witness.fault()).isPresent().get().asString().contains(words);
  }

  @Test
  void takesWhatTheLogExplains() {
    witness.read(2, read(null, 5, 15));
    witness.read(3, read("a", 12, 50));
    witness.read(4, read("a", 12, 13)); // slot 4 has no command, so this may stand before the other
    witness.read(9, read("b", 60, 70));

    assertThat(witness.fault()).isEmpty();
    assertThat(witness.fault()).as("asked again").isEmpty();
  }

  @Test
  void namesACommandThatWasAnsweredAndIsNotInTheLog() {
    witness.command("W3", write("c", 50, 60));

    assertFault("W3", "value=c", "was answered, but is not in the log");
  }

  @Test
  void namesACommandThatWasRejectedAndIsInTheLog() {
    witness.rejected("W3", 7, new Write("x", "c"), 50);
    assertThat(witness.fault()).isEmpty();

    witness.chosen(6, 0, "W3");

    assertFault("W3", "process 7", "was rejected, but is in the log at slot 6, position 0");
  }

  @Test
  void namesACommandThatIsInTheLogTwice() {
    witness.chosen(8, 2, "W1");

    assertFault("W1", "twice, at slot 3, position 0 and at slot 8, position 2");
  }

  @Test
  void namesTwoCommandsInOnePlace() {
    witness.command("W3", write("c", 50, 60));
    witness.chosen(5, 1, "W3");

    assertFault("slot 5, position 1", "W2", "W3");
  }

  @Test
  void namesACommandThatNobodyAskedFor() {
    witness.chosen(8, 0, "W9");

    assertFault("W9", "slot 8, position 0", "nobody asked for it");
  }

  @Test
  void namesACommandThatTakesEffectBehindALaterOne() {
    witness.command("W3", write("c", 2, 8));
    witness.chosen(4, 0, "W3");

    assertFault("slot 4, position 0", "value=c", "only after it had returned", "value=a");
  }

  @Test
  void namesAReadOfAnOldSlot() {
    witness.read(3, read("a", 41, 45));

    assertFault("value=b", "stands behind what was asked for only after it had returned", "Read");
  }

  @Test
  void namesAReadOfASlotThatWasNotAskedForYet() {
    witness.read(5, read("b", 21, 25));

    assertFault("Read", "stands behind what was asked for only after it had returned", "value=b");
  }

  @Test
  void namesAReadWithAnAnswerThatTheLogDoesNotGive() {
    witness.read(5, read("a", 50, 60));

    assertFault("Read", "finds the state Optional[b]");
  }

  @Test
  void namesACommandWithAnAnswerThatTheLogDoesNotGive() {
    Input increment = new KeyValue.Increment("n", 1);
    witness.command("I", new Operation<>(1, increment, new KeyValue.Number(2), 50, 60));
    witness.chosen(6, 0, "I");

    assertFault("slot 6, position 0", "Increment", "finds the state Optional.empty");
  }

  @Test
  void namesAReadThatChangesTheState() {
    witness.read(9, write("c", 50, 60));

    assertFault("value=c", "it is no read");
  }

  @Test
  void letsACommandOfUnknownOutcomeTakeEffectAtItsPlaceOrNever() {
    witness.command("U", Operation.unknown(3, new Write("x", "u"), 35));
    witness.read(9, read("b", 60, 70));
    assertThat(witness.fault()).isEmpty();

    witness.chosen(7, 0, "U");

    assertFault("Read", "finds the state Optional[u]");
  }

  @Test
  void forgetsReadsThatNobodyWasAnswered() {
    witness.read(3, Operation.unknown(3, new Read("x"), 99));

    assertThat(witness.fault()).isEmpty();
  }

  @Test
  void refusesTwoCommandsOfOneId() {
    assertThatThrownBy(() -> witness.command("W1", write("z", 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give every command an id of its own");
  }
}
