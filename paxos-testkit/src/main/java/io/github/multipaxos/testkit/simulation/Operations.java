package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import java.util.ArrayList;
import java.util.List;

/**
 * What clients asked for and were told, compared with the chosen log: the white-box witness of
 * linearizability.
 *
 * <p>The chosen log is the order. It explains the history if every answer is the one that applying
 * the log gives, and if whatever was answered before an operation was asked for lies before it in
 * the log. Both are looked at as they happen, at constant cost.
 */
final class Operations {

  /** What became of an operation. */
  enum Fate {
    UNDERWAY,
    ANSWERED,
    REJECTED,
    UNKNOWN
  }

  private final List<Operation> operations = new ArrayList<>();
  private int answeredPlaces;
  private long answered;
  private long rejected;
  private long unknown;

  /** One thing that a client asked for. */
  static final class Operation {
    private final long number;
    private final int floor;
    private Fate fate = Fate.UNDERWAY;
    private boolean isChosen;

    private Operation(long number, int floor) {
      this.number = number;
      this.floor = floor;
    }

    long number() {
      return number;
    }

    Fate fate() {
      return fate;
    }
  }

  /** A client asks; everything answered by now lies before what it asks for. */
  Operation begin() {
    Operation operation = new Operation(operations.size() + 1L, answeredPlaces);
    operations.add(operation);
    return operation;
  }

  private Operation get(long number) {
    require(
        number >= 1 && number <= operations.size(),
        "I12",
        "operation %s is in the log, but nobody asked for it",
        number);
    return operations.get((int) number - 1);
  }

  /** Invariant I12. */
  void onChosen(long number) {
    Operation operation = get(number);
    operation.isChosen = true;
    require(
        operation.fate != Fate.REJECTED, "I12", "operation %s was rejected, and is chosen", number);
  }

  /** Invariant I11. The chosen prefix has reached the command. */
  void onPlaced(long number, int place) {
    Operation operation = get(number);
    require(
        place >= operation.floor,
        "I11",
        "operation %s has place %s, but place %s was answered before it was asked for",
        number,
        place,
        operation.floor - 1);
  }

  /** Invariant I11. A command is answered that has this place in the log. */
  void onAnswered(Operation operation, int place) {
    settle(operation, Fate.ANSWERED);
    answered++;
    answeredPlaces = Math.max(answeredPlaces, place + 1);
  }

  /** Invariant I11. A read is answered that saw so many commands. */
  void onRead(Operation operation, int places) {
    require(
        places >= operation.floor,
        "I11",
        "read %s saw %s commands, but %s were answered, or seen, before it was asked for",
        operation.number,
        places,
        operation.floor);
    settle(operation, Fate.ANSWERED);
    answered++;
    answeredPlaces = Math.max(answeredPlaces, places);
  }

  /** Invariant I11. A read is answered that had to see so many commands, and saw so many. */
  void onStaleRead(Operation operation, int floor, int places) {
    require(
        places >= floor,
        "I11",
        "read %s saw %s commands, but %s had been answered, or seen, longer ago than it may be stale",
        operation.number,
        places,
        floor);
    onLocalRead(operation);
  }

  /** Returns how many places of the log clients have been answered, or have seen. */
  int answeredPlaces() {
    return answeredPlaces;
  }

  /** A read is answered that promised nothing about what others have been answered. */
  void onLocalRead(Operation operation) {
    settle(operation, Fate.ANSWERED);
    answered++;
  }

  /** Invariant I12. A client is told that its operation certainly has no effect. */
  void onRejected(Operation operation) {
    require(
        !operation.isChosen, "I12", "operation %s is chosen, and is rejected", operation.number);
    settle(operation, Fate.REJECTED);
    rejected++;
  }

  /** A client is told that nobody knows. */
  void onUnknown(Operation operation) {
    settle(operation, Fate.UNKNOWN);
    unknown++;
  }

  private static void settle(Operation operation, Fate fate) {
    require(
        operation.fate == Fate.UNDERWAY,
        "I12",
        "operation %s was %s and is %s",
        operation.number,
        operation.fate,
        fate);
    operation.fate = fate;
  }

  long asked() {
    return operations.size();
  }

  long answered() {
    return answered;
  }

  long rejected() {
    return rejected;
  }

  long unknown() {
    return unknown;
  }
}
