package io.github.multipaxos.log;

import io.github.multipaxos.log.HeaderInspection.Found;
import io.github.multipaxos.log.SegmentInspection.Surroundings;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log that may be damaged, and may be in use: identity, segments, frames, records. Neither
 * writes nor locks nor repairs anything. Goes on behind damage where it can, and holds a window of
 * 1 MiB, or the largest frame, in memory.
 */
public final class LogInspection {

  private final StorageDirectory directory;
  private final boolean inUse;

  private LogInspection(StorageDirectory directory, boolean inUse) {
    this.directory = directory;
    this.inUse = inUse;
  }

  /**
   * Returns an inspection of the log in that directory.
   *
   * @param inUse whether the log may be written to meanwhile: what looks damaged at its end is then
   *     looked at again
   */
  public static LogInspection of(StorageDirectory directory, boolean inUse) {
    return new LogInspection(directory, inUse);
  }

  /**
   * Tells the visitor what is in the log.
   *
   * @throws IOException if the directory cannot be read, or holds no log
   */
  public void walk(LogVisitor visitor) throws IOException {
    checkIsLog();
    IdentityCopy identity = new IdentityInspection(directory, visitor).look();
    // listed after the identity was read, so that a segment made meanwhile is not missed
    List<Long> numbers = SegmentList.in(directory.list());
    Owner owner = identity == null ? ownerOf(numbers) : identity.owner();
    if (owner != null) {
      Boots boots = identity == null ? Boots.NONE : identity.boots();
      visitor.identity(new Identity(owner.cluster(), owner.node(), owner.incarnation(), boots));
    }
    long first =
        identity != null ? identity.firstSegment() : numbers.isEmpty() ? 1 : numbers.get(0);
    long known = identity != null ? identity.lastSegment() : 0;
    walk(numbers.stream().filter(it -> it >= first).toList(), first, known, owner, visitor);
  }

  private void checkIsLog() throws IOException {
    List<String> names = directory.list();
    if (!names.contains(Format.IDENTITY) && SegmentList.in(names).isEmpty()) {
      throw new IOException(
          directory + " is not the directory of a log: neither identity nor segments are there");
    }
  }

  /**
   * Tells the visitor which snapshots there are, and whether they are intact.
   *
   * @throws IOException if the directory cannot be read, or holds no log
   */
  public void walkSnapshots(LogVisitor visitor) throws IOException {
    checkIsLog();
    LogVisitor quiet = new LogVisitor() {}; // what is wrong with the identity is told by walk
    boolean isKnown = directory.list().contains(Format.IDENTITY);
    IdentityCopy identity = isKnown ? new IdentityInspection(directory, quiet).look() : null;
    ClusterId cluster = identity == null ? null : identity.owner().cluster();
    new SnapshotInspection(directory, cluster, visitor).walk();
  }

  private void walk(
      List<Long> numbers, long first, long known, @Nullable Owner owner, LogVisitor visitor)
      throws IOException {
    long expected = first;
    long sequence = SegmentInspection.UNKNOWN;
    for (long number : numbers) {
      reportMissing(expected, number - 1, visitor);
      sequence = number == expected ? sequence : SegmentInspection.UNKNOWN;
      LogVisitor through =
          inUse ? new FindingsThatStand(visitor, directory, Format.segmentName(number)) : visitor;
      sequence = walk(number, owner, sequence, through);
      expected = number + 1;
      if (!visitor.wantsMore()) {
        return;
      }
    }
    reportMissing(expected, known, visitor);
  }

  private void reportMissing(long first, long through, LogVisitor visitor) {
    if (first > through) {
      return;
    }
    String also = first == through ? "" : ", and so are those after it up to segment " + through;
    visitor.finding(
        LogFinding.damaged(
            directory.pathOf(Format.segmentName(first)),
            "it is missing" + also + ", though it was made and is still needed"));
  }

  /** Returns the sequence of the first frame of the next segment, if that is known. */
  private long walk(long number, @Nullable Owner owner, long sequence, LogVisitor visitor)
      throws IOException {
    String name = Format.segmentName(number);
    String path = directory.pathOf(name);
    try (StorageFile file = directory.openFile(name)) {
      visitor.segment(path, file.size());
      Found found = new HeaderInspection(file, path, visitor).look(owner, number, sequence);
      if (found == null) {
        return SegmentInspection.UNKNOWN;
      }
      Surroundings around = new Surroundings(headerOf(number + 1, owner), found.isOwn(), inUse);
      SegmentInspection segment =
          new SegmentInspection(new Segment(found.header(), file, path), around, visitor);
      segment.walk();
      if (visitor.wantsMore()) {
        if (found.cut() != null) {
          visitor.finding(found.cut());
        }
        segment.checkEnd();
      }
      return segment.nextSequence();
    } catch (NoSuchFileException e) {
      return SegmentInspection.UNKNOWN; // deleted since it was listed, so no longer needed
    }
  }

  private @Nullable Owner ownerOf(List<Long> numbers) {
    for (long number : numbers) {
      SegmentHeader header = headerOf(number, null);
      if (header != null) {
        return header.owner();
      }
    }
    return null;
  }

  /** Returns the header of that segment of that owner, if it is intact. */
  private @Nullable SegmentHeader headerOf(long number, @Nullable Owner owner) {
    String name = Format.segmentName(number);
    try (StorageFile file = directory.openFile(name)) {
      SegmentHeader header = SegmentHeader.parse(file, directory.pathOf(name));
      boolean belongs = owner == null || header.owner().equals(owner);
      return belongs && header.segment() == number ? header : null;
    } catch (IOException e) {
      return null; // reported when its turn comes
    }
  }
}
