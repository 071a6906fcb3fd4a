package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;

/**
 * Stands between a visitor and one segment of a log that is written to meanwhile. The log may let
 * go of the segment and use its file again; it takes its name away first. So whatever looks damaged
 * in a file that has lost its name is of no concern, nor is the rest of it.
 */
final class FindingsThatStand implements LogVisitor {

  private final LogVisitor visitor;
  private final StorageDirectory directory;
  private final String name;
  private boolean isGone;

  FindingsThatStand(LogVisitor visitor, StorageDirectory directory, String name) {
    this.visitor = visitor;
    this.directory = directory;
    this.name = name;
  }

  @Override
  public void finding(LogFinding finding) {
    isGone = isGone || !isListed();
    if (!isGone) {
      visitor.finding(finding);
    }
  }

  private boolean isListed() {
    try {
      return directory.list().contains(name);
    } catch (IOException e) {
      return true; // who cannot tell says what he has seen
    }
  }

  @Override
  public boolean wantsMore() {
    return !isGone && visitor.wantsMore();
  }

  @Override
  public void identity(Identity identity) {
    visitor.identity(identity);
  }

  @Override
  public void segment(String file, long bytes) {
    visitor.segment(file, bytes);
  }

  @Override
  public void frame(LogFrame frame) {
    visitor.frame(frame);
  }

  @Override
  public void record(LogFrame frame, long offset, LogRecord record) {
    visitor.record(frame, offset, record);
  }

  @Override
  public void snapshot(FoundSnapshot found) {
    visitor.snapshot(found);
  }
}
