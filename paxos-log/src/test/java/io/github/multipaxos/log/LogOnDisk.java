package io.github.multipaxos.log;

import io.github.multipaxos.log.file.DiskDirectory;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A log in real files, the same byte by byte every time. Open until it is closed. */
public final class LogOnDisk implements AutoCloseable {

  /** The first segment: a fence of two frames; then frames 3 to 5 at 1536, 2048 and 3072. */
  public static final String FIRST = "segment-000000000001.log";

  /**
   * The second segment: frames 6 and 7 at 512 and 2048, and a fence, written by closing, at 2560.
   */
  public static final String SECOND = "segment-000000000002.log";

  private final ManualThreads threads = new ManualThreads();
  private final FileLog log;

  private LogOnDisk(Path directory) throws IOException {
    this.log =
        FileLog.in(
            new DiskDirectory(directory), SimulatedNode.SMALL, threads, () -> 0x1122334455667788L);
    log.open(Records.CLUSTER, Records.NODE, record -> {}, (reason, cause) -> {});
  }

  /** Makes a log of two segments in that directory. */
  public static LogOnDisk in(Path directory) throws IOException {
    LogOnDisk made = new LogOnDisk(directory);
    made.persist(Records.promised(7), Records.voted(1, 7, "one"));
    made.persist(Records.voted(2, 7, "two".repeat(200)));
    made.persist(Records.learnt(5, "five"), new LogRecord.ChosenThrough(2));
    made.persist(new LogRecord.Voted(6, new Vote(Records.ballot(8), twoCommands())));
    made.persist(new LogRecord.Voted(7, new Vote(Records.ballot(8), Decree.Noop.INSTANCE)));
    return made;
  }

  private static Decree twoCommands() {
    CommandId first = new CommandId(NodeId.of(1), 4, 5);
    CommandId second = new CommandId(NodeId.of(2), 1, 9);
    return new Decree.CommandBatch(
        1_700_000_000_000L,
        List.of(
            new Command(first, Bytes.utf8("six")),
            new Command(second, Bytes.utf8("6".repeat(1100)))));
  }

  private void persist(LogRecord... records) {
    log.append(List.of(records), () -> {});
    threads.turns();
  }

  /** Returns the snapshots beside it. */
  public SnapshotStore snapshots() {
    return log.snapshots();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
