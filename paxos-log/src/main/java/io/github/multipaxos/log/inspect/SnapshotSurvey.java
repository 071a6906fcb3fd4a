package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.FoundSnapshot;
import io.github.multipaxos.log.LogVisitor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts and names the snapshots beside a log. */
final class SnapshotSurvey implements LogVisitor {

  private final List<FoundSnapshot> whole = new ArrayList<>();
  private final List<FoundSnapshot> parts = new ArrayList<>();

  @Override
  public void snapshot(FoundSnapshot found) {
    (found.isFetched() ? parts : whole).add(found);
  }

  /** Returns what a verdict says of them; nothing if there are none. */
  String verdict() {
    long intact = whole.stream().filter(FoundSnapshot::isIntact).count();
    return (intact == 0 ? "" : ", " + Words.count(intact, "snapshot"))
        + (parts.isEmpty() ? "" : ", 1 being fetched");
  }

  /** Returns one line for a table: how many, and how long they are. */
  String total() {
    long bytes = whole.stream().mapToLong(FoundSnapshot::bytes).sum();
    return whole.isEmpty() ? "none" : whole.size() + ", " + Words.count(bytes, "byte");
  }

  /** Returns one line for a table: the slot of the newest intact one. */
  String newest() {
    long slot = 0;
    for (FoundSnapshot found : whole) {
      slot = found.isIntact() ? Math.max(slot, found.snapshot().slot()) : slot;
    }
    return slot == 0 ? "none" : "slot " + slot;
  }

  /** Returns one line for a table: the one that is being fetched. */
  String fetching() {
    return parts.isEmpty() ? "none" : state(parts.get(0));
  }

  private static String state(FoundSnapshot found) {
    if (found.snapshot().isNone()) {
      return "unknown slot, " + Words.count(found.bytes(), "byte") + ", to be begun again";
    }
    String bytes =
        found.isFetched()
            ? found.bytes() + " of " + Words.count(found.snapshot().bytes(), "byte")
            : Words.count(found.bytes(), "byte");
    return "slot "
        + found.snapshot().slot()
        + ", "
        + bytes
        + (found.isIntact() ? "" : found.isFetched() ? ", to be begun again" : ", damaged");
  }

  /** Prints one line each. */
  void print(PrintWriter out) {
    whole.forEach(found -> print(found, out));
    parts.forEach(found -> print(found, out));
  }

  private static void print(FoundSnapshot found, PrintWriter out) {
    out.println(
        Path.of(found.file()).getFileName()
            + ": "
            + state(found)
            + ", checksum "
            + String.format("%08x", found.snapshot().checksum()));
  }
}
