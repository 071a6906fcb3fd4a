package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.FoundSnapshot;
import io.github.multipaxos.log.LogFinding;
import io.github.multipaxos.log.LogFrame;
import io.github.multipaxos.log.LogVisitor;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.record.LogRecord;

/**
 * Two visitors on one walk.
 *
 * @param first is told first
 * @param second is told second
 */
record Both(LogVisitor first, LogVisitor second) implements LogVisitor {

  @Override
  public void identity(Identity identity) {
    first.identity(identity);
    second.identity(identity);
  }

  @Override
  public void segment(String file, long bytes) {
    first.segment(file, bytes);
    second.segment(file, bytes);
  }

  @Override
  public void frame(LogFrame frame) {
    first.frame(frame);
    second.frame(frame);
  }

  @Override
  public void record(LogFrame frame, long offset, LogRecord record) {
    first.record(frame, offset, record);
    second.record(frame, offset, record);
  }

  @Override
  public void snapshot(FoundSnapshot found) {
    first.snapshot(found);
    second.snapshot(found);
  }

  @Override
  public void finding(LogFinding finding) {
    first.finding(finding);
    second.finding(finding);
  }

  @Override
  public boolean wantsMore() {
    return first.wantsMore() && second.wantsMore();
  }
}
