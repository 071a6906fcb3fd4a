package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks at both copies of the identity for {@link LogInspection}, and says which one holds. */
final class IdentityInspection {

  private static final int LOOKS = 3; // the log may be writing one just now
  private static final String HARMLESS =
      "check the disk. Nothing is lost: the other copy holds, and the next opening writes this one"
          + " anew";

  private final StorageDirectory directory;
  private final String path;
  private final LogVisitor visitor;

  IdentityInspection(StorageDirectory directory, LogVisitor visitor) {
    this.directory = directory;
    this.path = directory.pathOf(Format.IDENTITY);
    this.visitor = visitor;
  }

  /** Returns the copy that holds, null if there is none. */
  @Nullable IdentityCopy look() throws IOException {
    if (!directory.list().contains(Format.IDENTITY)) {
      visitor.finding(
          new LogFinding(
              LogFinding.Kind.DAMAGED,
              path,
              LogFinding.WHOLE_FILE,
              0,
              "it is missing, but there are segments",
              "restore it from where the segments came from. For a node that starts afresh, name an"
                  + " empty directory"));
      return null;
    }
    try (StorageFile file = directory.openFile(Format.IDENTITY)) {
      return holding(look(file, 0), look(file, 1));
    }
  }

  private Copy look(StorageFile file, int number) {
    Copy copy = read(file, number);
    for (int look = 1; look < LOOKS && copy.content() == null; look++) {
      copy = read(file, number);
    }
    return copy;
  }

  private Copy read(StorageFile file, int number) {
    long offset = (long) number * IdentityCopy.DISTANCE_BYTES;
    int bytes = IdentityCopy.MOST_BYTES;
    try {
      IdentityCopy content = IdentityCopy.read(path, file, number);
      return new Copy(content, LogFinding.damaged(path, offset, bytes, "this copy is not intact"));
    } catch (OtherFormatException e) {
      return new Copy(null, LogFinding.unreadable(path, offset, bytes, e.what()));
    } catch (IOException e) {
      String what = "this copy cannot be read (" + e.getMessage() + ")";
      return new Copy(null, LogFinding.damaged(path, offset, bytes, what));
    }
  }

  /**
   * A copy as it was found.
   *
   * @param content null if it is lost
   * @param loss what to say then
   */
  private record Copy(@Nullable IdentityCopy content, LogFinding loss) {}

  private @Nullable IdentityCopy holding(Copy first, Copy second) {
    IdentityCopy one = first.content();
    IdentityCopy other = second.content();
    if (one == null) {
      report(first.loss(), other != null);
    }
    if (other == null) {
      report(second.loss(), one != null);
    }
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.generation() >= other.generation() ? one : other;
  }

  private void report(LogFinding loss, boolean otherHolds) {
    visitor.finding(otherHolds ? loss.withAdvice(HARMLESS) : loss);
  }
}
