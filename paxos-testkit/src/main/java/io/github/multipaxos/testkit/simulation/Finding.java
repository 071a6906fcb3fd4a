package io.github.multipaxos.testkit.simulation;

import java.time.Duration;
import java.util.List;

/**
 * A run that went wrong, with all that is needed to see it again.
 *
 * @param line the run
 * @param failure what did not hold
 * @param faults what went wrong on purpose
 * @param at when it happened, in virtual time
 * @param phase what part of the run it was
 * @param lastLines what happened last, in the words of scenario files
 */
public record Finding(
    SeedLine line,
    SimulationFailure failure,
    String faults,
    Duration at,
    String phase,
    List<String> lastLines) {

  private static final int SHOWN = 60;

  /** Takes an unmodifiable copy of the lines. */
  public Finding {
    lastLines = List.copyOf(lastLines);
  }

  static Finding of(Run<?, ?> run, SeedLine line, SimulationFailure failure) {
    return new Finding(
        line,
        failure,
        run.report().faults(),
        run.now(),
        run.phase().toString(),
        run.trace().tail(SHOWN));
  }

  /** Returns all of it as text; the line that replays it stands by itself. */
  public String describe(String replayPrefix, String replaySuffix) {
    return failure.getMessage()
        + "\n  after "
        + at.toMillis()
        + " ms of virtual time, "
        + phase
        + ", with "
        + faults
        + "\n  replay it with\n"
        + replayPrefix
        + line
        + replaySuffix
        + "\n  what happened last:\n"
        + String.join("\n", lastLines);
  }
}
