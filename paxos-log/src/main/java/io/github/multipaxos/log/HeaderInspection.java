package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks at the header of one segment for {@link LogInspection}. */
final class HeaderInspection {

  private final StorageFile file;
  private final String path;
  private final LogVisitor visitor;

  HeaderInspection(StorageFile file, String path, LogVisitor visitor) {
    this.file = file;
    this.path = path;
    this.visitor = visitor;
  }

  /**
   * A header to go by, with the length that the file has now.
   *
   * @param header what is known of the segment
   * @param isOwn whether it was read from the segment; else it is a guess
   * @param cut what to say behind the frames if the file had another length
   */
  record Found(SegmentHeader header, boolean isOwn, @Nullable LogFinding cut) {}

  /**
   * Returns a header to go by; null if the frames cannot be looked at.
   *
   * @param owner whose log it should be; null if nobody knows
   * @param sequence of the first frame, if the header does not say
   */
  @Nullable Found look(@Nullable Owner owner, long number, long sequence) throws IOException {
    SegmentHeader header;
    try {
      header = SegmentHeader.parse(file, path);
    } catch (OtherFormatException e) {
      visitor.finding(LogFinding.unreadable(path, 0, SegmentHeader.BYTES, e.what()));
      return null;
    } catch (DamagedLogException e) {
      return guess(owner, number, sequence, "its header is not intact");
    } catch (IOException e) {
      return guess(owner, number, sequence, "its header cannot be read (" + e.getMessage() + ")");
    }
    return isWalkable(header, owner, number) ? fitted(header) : null;
  }

  private boolean isWalkable(SegmentHeader header, @Nullable Owner owner, long number) {
    if (!header.owner().equals(owner) || header.segment() != number) {
      visitor.finding(
          LogFinding.damaged(
              path,
              0,
              SegmentHeader.BYTES,
              "it is segment "
                  + header.segment()
                  + " of "
                  + header.owner()
                  + ", moved here from there"));
      return false;
    }
    int blockBytes = header.blockBytes();
    if (Integer.bitCount(blockBytes) != 1 || blockBytes < Format.SECTOR_BYTES) {
      String what = "its blocks are " + blockBytes + " bytes long, which this release never makes";
      visitor.finding(LogFinding.unreadable(path, 0, SegmentHeader.BYTES, what));
      return false;
    }
    return true;
  }

  private @Nullable Found guess(@Nullable Owner owner, long number, long sequence, String what)
      throws IOException {
    String next =
        owner == null
            ? ", nor is anything that says whose log this is; its frames cannot be checked"
            : "; its frames are looked for at every sector";
    visitor.finding(LogFinding.damaged(path, 0, SegmentHeader.BYTES, what + next));
    return owner == null
        ? null
        : new Found(
            new SegmentHeader(
                owner, number, sectors(file.size()), Format.SECTOR_BYTES, 0, sequence),
            false,
            null);
  }

  private Found fitted(SegmentHeader header) throws IOException {
    long bytes = file.size();
    long shorter = Math.min(bytes, header.segmentBytes());
    LogFinding cut =
        bytes == header.segmentBytes()
            ? null
            : LogFinding.damaged(
                path,
                shorter,
                Math.abs(bytes - header.segmentBytes()),
                "the file is " + bytes + " bytes long, and was " + header.segmentBytes());
    return new Found(header.withSegmentBytes(sectors(shorter)), true, cut);
  }

  private static long sectors(long bytes) {
    return bytes & -Format.SECTOR_BYTES;
  }
}
