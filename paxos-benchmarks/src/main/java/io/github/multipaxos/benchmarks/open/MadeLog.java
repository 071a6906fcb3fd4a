package io.github.multipaxos.benchmarks.open;

import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/**
 * A log as a node leaves it that has voted in many slots, with one command in each, and has taken
 * no snapshot.
 */
final class MadeLog {

  static final ClusterId CLUSTER = new ClusterId("benchmark");
  static final NodeId NODE = NodeId.of(1);

  /** A node notes with every heartbeat what has been chosen, not with every slot. */
  private static final long SLOTS_PER_MARK = 10_000;

  private static final int SYNCS_UNDER_WAY = 4;
  private static final long TIME_MILLIS = 1_700_000_000_000L;

  private final Ballot ballot = new Ballot(1, NODE);
  private final Bytes payload;
  private final long slots;
  private final int slotsPerSync;

  MadeLog(long slots, int payloadBytes, int slotsPerSync) {
    this.payload = Bytes.wrap(new byte[payloadBytes]);
    this.slots = slots;
    this.slotsPerSync = slotsPerSync;
  }

  /**
   * Writes it into a new directory.
   *
   * @param progress is told of each slot up to which it has been handed to the log
   */
  void writeTo(Path directory, LongConsumer progress) throws IOException, InterruptedException {
    Semaphore underWay = new Semaphore(SYNCS_UNDER_WAY);
    try (FileLog log = FileLog.in(directory)) {
      log.open(CLUSTER, NODE, record -> {}, (reason, cause) -> underWay.release(SYNCS_UNDER_WAY));
      for (long first = 1; first <= slots; first += slotsPerSync) {
        long through = Math.min(slots, first + slotsPerSync - 1);
        underWay.acquire();
        log.append(records(first, through), underWay::release);
        progress.accept(through);
      }
    }
  }

  private List<LogRecord> records(long firstSlot, long throughSlot) {
    List<LogRecord> records = new ArrayList<>();
    for (long slot = firstSlot; slot <= throughSlot; slot++) {
      Command command = new Command(new CommandId(NODE, 1, slot), payload);
      Decree decree = new Decree.CommandBatch(TIME_MILLIS, List.of(command));
      records.add(new LogRecord.Voted(slot, new Vote(ballot, decree)));
      if (slot % SLOTS_PER_MARK == 0 && slot < slots) {
        records.add(
            new LogRecord.ChosenThrough(Math.max(0, slot - slotsPerSync))); // later ones are open
      } else if (slot == slots) {
        records.add(new LogRecord.ChosenThrough(slot));
      }
    }
    return records;
  }
}
