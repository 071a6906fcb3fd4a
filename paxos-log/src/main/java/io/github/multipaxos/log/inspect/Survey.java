package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.FoundSnapshot;
import io.github.multipaxos.log.LogFinding;
import io.github.multipaxos.log.LogFrame;
import io.github.multipaxos.log.LogVisitor;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what is in a log. */
final class Survey implements LogVisitor {

  static final int DAMAGED = 1;
  static final int UNREADABLE = 65;

  private final Map<String, Long> records = new TreeMap<>();
  private final Map<LogFinding.Kind, Long> findings = new EnumMap<>(LogFinding.Kind.class);
  private @Nullable Identity identity;
  private long segments;
  private long fileBytes;
  private long frames;
  private long frameBytes;
  private long tornBytes;
  private long firstSlot = Long.MAX_VALUE;
  private long lastSlot;
  private long chosenThrough;
  private Ballot promise = Ballot.NONE;
  private final SnapshotSurvey snapshots = new SnapshotSurvey();

  @Override
  public void identity(Identity found) {
    identity = found;
  }

  @Override
  public void segment(String file, long bytes) {
    segments++;
    fileBytes += bytes;
  }

  @Override
  public void frame(LogFrame frame) {
    frames++;
    frameBytes += frame.bytes();
  }

  @Override
  public void record(LogFrame frame, long offset, LogRecord record) {
    RecordParts parts = RecordParts.of(record);
    records.merge(parts.kind(), 1L, Long::sum);
    Long slot = parts.slot();
    if (slot != null && parts.decree() != null) {
      firstSlot = Math.min(firstSlot, slot);
      lastSlot = Math.max(lastSlot, slot);
    }
    Ballot ballot = parts.ballot();
    if (ballot != null && ballot.isAbove(promise)) {
      promise = ballot;
    }
    if (record instanceof ChosenThrough chosen) {
      chosenThrough = Math.max(chosenThrough, chosen.slot());
    }
  }

  @Override
  public void snapshot(FoundSnapshot found) {
    snapshots.snapshot(found);
  }

  @Override
  public void finding(LogFinding finding) {
    findings.merge(finding.kind(), 1L, Long::sum);
    if (finding.kind() == LogFinding.Kind.TORN_TAIL) {
      tornBytes += finding.bytes();
    }
  }

  private long count(LogFinding.Kind kind) {
    return findings.getOrDefault(kind, 0L);
  }

  /** Returns what the process should end with. */
  int exitCode() {
    if (count(LogFinding.Kind.DAMAGED) > 0) {
      return DAMAGED;
    }
    return count(LogFinding.Kind.UNREADABLE) > 0 ? UNREADABLE : 0;
  }

  /** Returns the verdict in one line. */
  String verdict() {
    String torn =
        tornBytes == 0 ? "" : "; a torn tail of " + Words.count(tornBytes, "byte") + " is harmless";
    long damaged = count(LogFinding.Kind.DAMAGED);
    long unreadable = count(LogFinding.Kind.UNREADABLE);
    String read =
        Words.count(segments, "segment")
            + ", "
            + Words.count(frames, "frame")
            + ", "
            + Words.count(records.values().stream().mapToLong(it -> it).sum(), "record")
            + (lastSlot == 0 ? "" : ", " + Words.slots(firstSlot, lastSlot))
            + snapshots.verdict();
    if (damaged + unreadable == 0) {
      return "intact: " + read + torn;
    }
    return (damaged > 0 ? "damaged: " + Words.count(damaged, "place") : "unreadable")
        + (unreadable > 0
            ? (damaged > 0 ? ", and " : ": ")
                + Words.count(unreadable, "place")
                + " that this release cannot read"
            : "")
        + "; read and intact: "
        + read
        + torn;
  }

  /** Returns everything that was counted, one line each. */
  String table() {
    StringBuilder lines = new StringBuilder();
    Identity whose = identity;
    line(lines, "cluster", whose == null ? "unknown" : whose.cluster().name());
    line(lines, "node", whose == null ? "unknown" : whose.node().toString());
    line(lines, "incarnation", whose == null ? "unknown" : Long.toHexString(whose.incarnation()));
    line(lines, "boot", whose == null || whose.boot() == 0 ? "unknown" : "" + whose.boot());
    line(lines, "process of that boot", whose == null ? "unknown" : process(whose.boots()));
    line(lines, "earlier boots known", "" + (whose == null ? 0 : earlierKnown(whose.boots())));
    line(lines, "segments", segments + ", " + Words.count(fileBytes, "byte"));
    line(lines, "frames", frames + ", " + Words.count(frameBytes, "byte"));
    records.forEach((kind, count) -> line(lines, "records: " + kind, "" + count));
    line(lines, "first slot", lastSlot == 0 ? "none" : "" + firstSlot);
    line(lines, "last slot", lastSlot == 0 ? "none" : "" + lastSlot);
    line(lines, "highest promise", promise.equals(Ballot.NONE) ? "none" : promise.toString());
    line(lines, "chosen through", chosenThrough == 0 ? "none" : "" + chosenThrough);
    line(lines, "snapshots", snapshots.total());
    line(lines, "newest intact snapshot", snapshots.newest());
    line(lines, "snapshot being fetched", snapshots.fetching());
    line(lines, "torn tail", tornBytes == 0 ? "none" : Words.count(tornBytes, "byte"));
    line(lines, "damaged places", "" + count(LogFinding.Kind.DAMAGED));
    line(lines, "unreadable places", "" + count(LogFinding.Kind.UNREADABLE));
    return lines.toString();
  }

  private static String process(Boots boots) {
    return boots.processes().isEmpty() ? "unknown" : Long.toHexString(boots.process());
  }

  private static int earlierKnown(Boots boots) {
    return Math.max(0, boots.processes().size() - 1);
  }

  private static void line(StringBuilder lines, String name, String value) {
    lines.append(String.format("%-26s%s%n", name, value));
  }
}
