package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.LogFinding;
import io.github.multipaxos.log.LogFrame;
import io.github.multipaxos.log.LogVisitor;
import io.github.multipaxos.record.LogRecord;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Prints findings with the slots that may be concerned. Holds each back until the next record names
 * a slot: what was there can no longer be read, so its neighbours have to tell.
 */
final class FindingList implements LogVisitor {

  private static final int MOST_HELD = 1000;

  private final PrintWriter out;
  private final Deque<Held> held = new ArrayDeque<>();
  private long slotBefore; // 0 if there was none

  FindingList(PrintWriter out) {
    this.out = out;
  }

  /**
   * A finding and the last slot in front of it.
   *
   * @param slotBefore 0 if there was none
   */
  private record Held(LogFinding finding, long slotBefore) {}

  @Override
  public void record(LogFrame frame, long offset, LogRecord record) {
    RecordParts parts = RecordParts.of(record);
    Long slot = parts.slot();
    if (slot != null && parts.decree() != null) {
      print(slot);
      slotBefore = slot;
    }
  }

  @Override
  public void finding(LogFinding finding) {
    held.add(new Held(finding, slotBefore));
    if (held.size() > MOST_HELD) {
      print(held.remove(), 0);
    }
  }

  /** Prints what is held back, at the end of the log. */
  void printRest() {
    print(0);
  }

  private void print(long slotBehind) {
    while (!held.isEmpty()) {
      print(held.remove(), slotBehind);
    }
  }

  private void print(Held next, long slotBehind) {
    LogFinding finding = next.finding();
    out.println(Words.finding(finding));
    if (finding.kind() == LogFinding.Kind.DAMAGED && finding.isAboutRecords()) {
      out.println("  concerns: " + concerned(next.slotBefore(), slotBehind));
    }
    out.println("  next: " + finding.advice());
  }

  private static String concerned(long before, long behind) {
    if (before == 0 && behind == 0) {
      return "any slot";
    } else if (before == 0) {
      return "what stood in front of a record of slot " + behind;
    } else if (behind == 0) {
      return "what stood behind a record of slot " + before + ", so probably later slots";
    }
    String between = "what stood between records of slot " + before + " and slot " + behind;
    return behind > before + 1
        ? between + ", so probably " + Words.slots(before + 1, behind - 1)
        : between;
  }
}
