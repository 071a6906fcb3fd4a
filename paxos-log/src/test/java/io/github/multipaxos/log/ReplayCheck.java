package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Reached;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.ArrayList;
import java.util.List;

/** Compares what a damaged log hands on with what it once acknowledged. */
final class ReplayCheck {

  private final List<LogRecord> acknowledged;
  private int next;
  private boolean isLossOpen;
  private boolean isLossBounded;

  private ReplayCheck(List<LogRecord> acknowledged) {
    this.acknowledged = acknowledged;
  }

  /**
   * Nothing wrong is handed on, and nothing is missing but where a loss is told and bounded.
   * Returns whether any was told.
   */
  static boolean hasLoss(List<LogRecord> replayed, List<LogRecord> acknowledged) {
    ReplayCheck check = new ReplayCheck(acknowledged);
    List<Reached> bounds = new ArrayList<>();
    for (LogRecord record : replayed) {
      if (record instanceof Lost) {
        check.isLossOpen = true;
        check.isLossBounded = false;
      } else if (record instanceof Reached reached) {
        bounds.add(reached);
        check.isLossBounded = true;
      } else {
        check.take(record, bounds);
      }
    }
    assertThat(check.isLossOpen).isEqualTo(check.isLossBounded);
    check.takeRest(bounds);
    return replayed.stream().anyMatch(it -> it instanceof Lost);
  }

  private void take(LogRecord record, List<Reached> bounds) {
    while (!acknowledged.get(next).equals(record)) {
      skip(bounds);
    }
    next++;
    isLossOpen = false;
    isLossBounded = false;
  }

  private void takeRest(List<Reached> bounds) {
    while (next < acknowledged.size()) {
      skip(bounds);
    }
  }

  /** The next record is missing: a loss must have been told, and its bound must cover it. */
  private void skip(List<Reached> bounds) {
    LogRecord missing = acknowledged.get(next++);
    assertThat(isLossOpen).as("missing and not told: " + missing).isTrue();
    Reached bound = bounds.get(bounds.size() - 1);
    if (missing instanceof Promised promised) {
      assertThat(bound.promised().isBelow(promised.ballot())).isFalse();
    } else if (missing instanceof Voted voted) {
      assertThat(bound.promised().isBelow(voted.vote().ballot())).isFalse();
      assertThat(bound.votedThrough()).isGreaterThanOrEqualTo(voted.slot());
    } else if (missing instanceof Learnt learnt) {
      assertThat(bound.votedThrough()).isGreaterThanOrEqualTo(learnt.slot());
    } else if (missing instanceof Compacted compacted) {
      assertThat(bound.compactedThrough()).isGreaterThanOrEqualTo(compacted.throughSlot());
    } else if (missing instanceof ChosenThrough chosen) {
      assertThat(bound.votedThrough()).isGreaterThanOrEqualTo(chosen.slot());
    }
  }
}
