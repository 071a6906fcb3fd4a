package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks at the snapshots beside a log for {@link LogInspection}, and checks their checksums. */
final class SnapshotInspection {

  private static final String REPLACEABLE =
      "check the disk. The node drops this file when it starts, goes on from an older snapshot, and"
          + " fetches what it misses from its peers; see that another is intact, here or there";

  private final StorageDirectory directory;
  private final @Nullable ClusterId cluster;
  private final LogVisitor visitor;

  /**
   * Makes an inspection.
   *
   * @param cluster whose snapshots they should be; null if nobody knows
   */
  SnapshotInspection(StorageDirectory directory, @Nullable ClusterId cluster, LogVisitor visitor) {
    this.directory = directory;
    this.cluster = cluster;
    this.visitor = visitor;
  }

  void walk() throws IOException {
    for (String name : directory.list()) {
      OptionalLong slot = Format.snapshotOf(name);
      if (slot.isPresent()) {
        look(name, slot.getAsLong());
      } else if (name.endsWith(Format.PART)) {
        lookAtPart(name);
      }
    }
  }

  private void look(String name, long slot) throws IOException {
    String path = directory.pathOf(name);
    try (StorageFile file = directory.openFile(name)) {
      Optional<SnapshotHeader> header = SnapshotHeader.read(file, path);
      SnapshotId named = header.map(SnapshotHeader::snapshot).orElse(SnapshotId.NONE);
      String wrong =
          header.isEmpty() ? "the header is not intact" : wrong(header.get(), slot, file);
      long bytes = bytesOf(file);
      visitor.snapshot(new FoundSnapshot(path, named, bytes, false, wrong.isEmpty()));
      if (!wrong.isEmpty()) {
        report(path, "the snapshot of slot " + slot + " is not what was written: " + wrong);
      } else if (cluster != null && !header.get().cluster().equals(cluster)) {
        visitor.finding(
            LogFinding.damaged(path, "it is a snapshot of cluster " + header.get().cluster())
                .withAdvice("move it away, it does not belong to cluster " + cluster));
      }
    } catch (NoSuchFileException e) {
      // removed since it was listed, so no longer needed
    } catch (OtherFormatException e) {
      visitor.finding(LogFinding.unreadable(path, 0, SnapshotHeader.BYTES, e.what()));
    } catch (IOException e) {
      report(path, "the snapshot of slot " + slot + " cannot be read (" + e.getMessage() + ")");
    }
  }

  /** Returns what is wrong, in words; nothing if nothing is. */
  private static String wrong(SnapshotHeader header, long slot, StorageFile file)
      throws IOException {
    SnapshotId snapshot = header.snapshot();
    if (snapshot.slot() != slot) {
      return "the header says that it is of slot " + snapshot.slot();
    } else if (bytesOf(file) < snapshot.bytes()) {
      return bytesOf(file) + " of its " + snapshot.bytes() + " bytes are there";
    }
    boolean fits = FileSnapshots.checksum(file, snapshot.bytes()) == snapshot.checksum();
    return fits ? "" : "its checksum does not fit";
  }

  private static long bytesOf(StorageFile file) throws IOException {
    return Math.max(0, file.size() - SnapshotHeader.BYTES);
  }

  private void report(String path, String what) {
    visitor.finding(LogFinding.damaged(path, what).withAdvice(REPLACEABLE));
  }

  /** What is not intact here costs a transfer, and was never relied on: no finding. */
  private void lookAtPart(String name) {
    String path = directory.pathOf(name);
    try (StorageFile file = directory.openFile(name)) {
      Optional<SnapshotHeader> header = SnapshotHeader.read(file, path);
      SnapshotId named = header.map(SnapshotHeader::snapshot).orElse(SnapshotId.NONE);
      long bytes = bytesOf(file);
      boolean isIntact =
          header.isPresent()
              && name.equals(Format.snapshotName(named.slot()) + Format.PART)
              && bytes <= named.bytes()
              && (bytes < named.bytes() || wrong(header.get(), named.slot(), file).isEmpty());
      visitor.snapshot(new FoundSnapshot(path, named, bytes, true, isIntact));
    } catch (NoSuchFileException e) {
      // whole since it was listed, or dropped
    } catch (IOException e) {
      visitor.snapshot(new FoundSnapshot(path, SnapshotId.NONE, 0, true, false));
    }
  }
}
