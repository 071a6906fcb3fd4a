package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OperationsTest {
  private final Operations operations = new Operations();

  @Test
  void refusesACommandPlacedBeforeOneAnsweredBeforeItWasAskedFor() {
    operations.onAnswered(operations.begin(), 5);
    Operations.Operation later = operations.begin();

    assertThatCode(() -> operations.onPlaced(later.number(), 6)).doesNotThrowAnyException();
    assertThatThrownBy(() -> operations.onPlaced(later.number(), 5)).hasMessageStartingWith("I11");
  }

  @Test
  void refusesAStaleRead() {
    operations.onAnswered(operations.begin(), 5);
    Operations.Operation read = operations.begin();

    assertThatThrownBy(() -> operations.onRead(read, 5)).hasMessageStartingWith("I11");
  }

  @Test
  void takesAReadOfWhatWasAnsweredWhileItWasUnderWay() {
    Operations.Operation read = operations.begin();
    operations.onAnswered(operations.begin(), 5);

    assertThatCode(() -> operations.onRead(read, 0)).doesNotThrowAnyException();
    assertThat(operations.answered()).isEqualTo(2);
  }

  @Test
  void refusesAReadOlderThanAnEarlierRead() {
    operations.onRead(operations.begin(), 7);
    Operations.Operation read = operations.begin();

    assertThatThrownBy(() -> operations.onRead(read, 6)).hasMessageStartingWith("I11");
  }

  @Test
  void refusesToRejectWhatIsChosenAndToChooseWhatIsRejected() {
    Operations.Operation chosen = operations.begin();
    operations.onChosen(chosen.number());
    Operations.Operation rejected = operations.begin();
    operations.onRejected(rejected);

    assertThatThrownBy(() -> operations.onRejected(chosen)).hasMessageStartingWith("I12");
    assertThatThrownBy(() -> operations.onChosen(rejected.number())).hasMessageStartingWith("I12");
  }

  @Test
  void refusesWhatNobodyAskedFor() {
    assertThatThrownBy(() -> operations.onChosen(1)).hasMessageStartingWith("I12");
  }

  @Test
  void refusesToSettleAnOperationTwice() {
    Operations.Operation operation = operations.begin();
    operations.onUnknown(operation);

    assertThatThrownBy(() -> operations.onAnswered(operation, 0)).hasMessageStartingWith("I12");
  }
}
