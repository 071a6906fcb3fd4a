package io.github.multipaxos.log;

import io.github.multipaxos.log.LogFinding.Kind;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything that an inspection tells. */
final class SeenLog implements LogVisitor {

  private final List<Identity> identities = new ArrayList<>();
  private final List<LogRecord> records = new ArrayList<>();
  private final List<LogFinding> findings = new ArrayList<>();
  private final List<Long> sequences = new ArrayList<>();

  static SeenLog in(StorageDirectory directory) throws IOException {
    SeenLog seen = new SeenLog();
    LogInspection.of(directory, false).walk(seen);
    return seen;
  }

  @Override
  public void identity(Identity identity) {
    identities.add(identity);
  }

  @Override
  public void frame(LogFrame frame) {
    sequences.add(frame.sequence());
  }

  @Override
  public void record(LogFrame frame, long offset, LogRecord record) {
    records.add(record);
  }

  @Override
  public void finding(LogFinding finding) {
    findings.add(finding);
  }

  List<Identity> identities() {
    return identities;
  }

  List<LogRecord> records() {
    return records;
  }

  List<LogFinding> findings() {
    return findings;
  }

  List<Long> sequences() {
    return sequences;
  }

  boolean isDamaged() {
    return findings.stream().anyMatch(it -> it.kind() == Kind.DAMAGED);
  }
}
