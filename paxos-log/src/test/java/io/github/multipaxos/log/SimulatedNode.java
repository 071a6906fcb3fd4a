package io.github.multipaxos.log;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A log on a simulated directory, and what its node would know of it. */
final class SimulatedNode {

  /** Small enough that a few records fill a segment. */
  static final FileLogOptions SMALL =
      FileLogOptions.DEFAULT.withBlockBytes(512).withSegmentBytes(9 * 512);

  private final SimulatedDirectory directory;
  private final ManualThreads threads = new ManualThreads();
  private final FileLog log;
  private final List<LogRecord> replayed = new ArrayList<>();
  private final List<LogRecord> acknowledged = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  SimulatedNode(SimulatedDirectory directory, FileLogOptions options) {
    this.directory = directory;
    this.log = FileLog.in(directory, options, threads, () -> 0x1122334455667788L);
  }

  SimulatedNode(SimulatedDirectory directory) {
    this(directory, SMALL);
  }

  Identity open() throws IOException {
    return log.open(
        Records.CLUSTER, Records.NODE, replayed::add, (reason, cause) -> failures.add(reason));
  }

  /** Appends without a turn. */
  void append(LogRecord... records) {
    List<LogRecord> list = List.of(records);
    log.append(list, () -> acknowledged.addAll(list));
  }

  /** Appends and gives turns until nothing is left to do. */
  void persist(LogRecord... records) {
    append(records);
    threads.turns();
  }

  /** Returns what {@link #vote} votes for in a slot. */
  static String text(long slot) {
    return slot + "-".repeat(500);
  }

  /** Votes in these slots; three of them fill a small segment. */
  void vote(long firstSlot, long throughSlot) {
    for (long slot = firstSlot; slot <= throughSlot; slot++) {
      persist(Records.voted(slot, 1, text(slot)));
    }
  }

  /** Does what a node does: says so, promises again, marks again, and then has the log drop. */
  void compact(long throughSlot) throws IOException {
    persist(new Compacted(throughSlot), Records.promised(9), new ChosenThrough(throughSlot));
    log.compact(throughSlot);
  }

  List<Decree> read(long firstSlot, long throughSlot) throws IOException {
    return log.read(firstSlot, throughSlot, Long.MAX_VALUE);
  }

  void close() throws IOException {
    log.close();
  }

  SimulatedDirectory directory() {
    return directory;
  }

  ManualThreads threads() {
    return threads;
  }

  FileLog log() {
    return log;
  }

  List<LogRecord> replayed() {
    return replayed;
  }

  List<LogRecord> acknowledged() {
    return acknowledged;
  }

  List<String> failures() {
    return failures;
  }

  /** Returns what a log on that directory replays. */
  static List<LogRecord> recover(SimulatedDirectory directory) throws IOException {
    SimulatedNode node = new SimulatedNode(directory);
    node.open();
    node.close();
    return node.replayed();
  }
}
