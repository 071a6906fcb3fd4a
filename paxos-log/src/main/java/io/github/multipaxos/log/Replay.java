package io.github.multipaxos.log;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what survived and where something did not (rules D5 and D6). The high mark at the head
 * of each frame is handed on only behind a loss.
 */
final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final Consumer<LogRecord> records;
  private final SlotIndex index;
  private final HighMark mark = new HighMark();
  private final List<Loss> open = new ArrayList<>();

  private record Loss(long segment, DamagedLogException damage) {}

  Replay(Consumer<LogRecord> records, SlotIndex index) {
    this.records = records;
    this.index = index;
  }

  /** Takes what stands at the head of the next intact frame. */
  void reached(Reached reached) {
    mark.add(reached);
    if (!open.isEmpty()) {
      bound(reached);
      records.accept(reached);
    }
  }

  /** Takes the next record of that frame. */
  void take(LogRecord record) {
    mark.add(record);
    records.accept(record);
  }

  private void bound(Reached reached) {
    for (Loss loss : open) {
      index.mayHold(loss.segment(), reached.votedThrough());
      LOG.warn(
          "has lost records, learns again from its peers what they may have held file={} offset={}"
              + " slots_up_to={} cause={}",
          loss.damage().file(),
          loss.damage().offset(),
          reached.votedThrough(),
          loss.damage().what());
    }
    open.clear();
  }

  /** Records of that segment are lost. */
  void lose(long segment, DamagedLogException damage) {
    open.add(new Loss(segment, damage));
    records.accept(new Lost(damage.file() + " at offset " + damage.offset()));
  }

  /** Refuses a log that does not say how much was lost. */
  void finish() throws DamagedLogException {
    if (!open.isEmpty()) {
      throw open.get(open.size() - 1).damage();
    }
  }

  /** Returns what the log has reached, to go on from. */
  HighMark mark() {
    return mark;
  }
}
