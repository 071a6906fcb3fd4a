package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rules L7 and L8, exhaustively: for every short history of a log of five slots and for every
 * snapshot that may be left, what a node believes that it holds is what it holds.
 */
class RecoveredGridTest {

  private static final int SLOTS = 5;
  private static final int RECORDS = 4;

  /** What a log has of a slot. */
  private enum Held {
    VOTE,
    CHOSEN,
    SKIPPED,
    DROPPED
  }

  /** What is true of a node, slot by slot. */
  private static final class Oracle {
    private final Held[] held = new Held[SLOTS + 1];
    private int settled;

    Oracle(List<LogRecord> records, int snapshotSlot) {
      for (int slot = 1; slot <= SLOTS; slot++) {
        held[slot] = Held.VOTE;
      }
      for (LogRecord record : records) {
        if (record instanceof ChosenThrough mark) {
          settle((int) mark.slot(), Held.CHOSEN);
        } else if (record instanceof Installed installed) {
          settle((int) installed.slot(), Held.SKIPPED);
        } else if (record instanceof Compacted compacted) {
          for (int slot = 1; slot <= compacted.throughSlot(); slot++) {
            held[slot] = Held.DROPPED;
          }
        }
      }
      settle(snapshotSlot, Held.SKIPPED); // of what lies above the log's marks nobody knows
    }

    private void settle(int throughSlot, Held how) {
      for (int slot = settled + 1; slot <= throughSlot; slot++) {
        held[slot] = how;
      }
      settled = Math.max(settled, throughSlot);
    }

    int chosenThrough(int snapshotSlot) {
      int slot = snapshotSlot;
      while (slot < SLOTS && held[slot + 1] == Held.CHOSEN) {
        slot++;
      }
      return slot;
    }

    /** What lies behind a slot that is missing is given away when that has been learnt again. */
    int firstRetained(int snapshotSlot) {
      int slot = chosenThrough(snapshotSlot);
      while (slot > 0 && held[slot] == Held.CHOSEN) {
        slot--;
      }
      for (int dropped = slot + 1; dropped <= SLOTS; dropped++) {
        slot = held[dropped] == Held.DROPPED ? dropped : slot;
      }
      return slot + 1;
    }
  }

  private int compared;

  @Test
  void holdsWhatItBelievesToHold() {
    compareAll(new ArrayList<>(), 0);

    assertThat(compared).isGreaterThan(10_000);
  }

  private void compareAll(List<LogRecord> records, int settled) {
    for (int snapshotSlot = 0; snapshotSlot <= SLOTS; snapshotSlot++) {
      compare(records, snapshotSlot);
    }
    if (records.size() == RECORDS) {
      return;
    }
    for (int slot = 1; slot <= SLOTS; slot++) {
      compareAll(plus(records, new ChosenThrough(slot)), Math.max(settled, slot));
      compareAll(plus(records, new Installed(slot)), Math.max(settled, slot));
      if (slot <= settled) {
        compareAll(plus(records, new Compacted(slot)), settled);
      }
    }
  }

  private static List<LogRecord> plus(List<LogRecord> records, LogRecord one) {
    List<LogRecord> more = new ArrayList<>(records);
    more.add(one);
    return more;
  }

  private void compare(List<LogRecord> records, int snapshotSlot) {
    Oracle oracle = new Oracle(records, snapshotSlot);
    Recovered recovered = new Recovered();
    for (int slot = 1; slot <= SLOTS; slot++) {
      recovered.add(voted(slot, ballot(1, 1), RED));
    }
    records.forEach(recovered::add);

    recovered.restored(snapshotSlot);

    String where = records + " with a snapshot of slot " + snapshotSlot;
    require(recovered.settledThrough() == oracle.settled, "settledThrough", where);
    require(
        recovered.chosenThrough() == oracle.chosenThrough(snapshotSlot), "chosenThrough", where);
    require(
        recovered.firstRetained() == oracle.firstRetained(snapshotSlot), "firstRetained", where);
    require(recovered.votes().size() == SLOTS - oracle.settled, "votes", where);
    compared++;
  }

  private static void require(boolean holds, String what, String where) {
    if (!holds) { // not assertThat: this is asked some hundred thousand times
      throw new AssertionError(what + " is wrong of " + where);
    }
  }
}
