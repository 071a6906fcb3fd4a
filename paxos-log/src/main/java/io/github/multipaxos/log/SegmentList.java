package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Knows which segments there are and which there must be. */
final class SegmentList {

  private SegmentList() {}

  /** Returns the numbers of the segments among those files, in order. */
  static List<Long> in(List<String> names) {
    List<Long> numbers = new ArrayList<>();
    for (String name : names) {
      Format.segmentOf(name).ifPresent(numbers::add);
    }
    numbers.sort(null);
    return numbers;
  }

  /** Refuses a list with gaps, or without the segments that the identity file knows of. */
  static void check(List<Long> numbers, IdentityFile identity, StorageDirectory directory)
      throws IOException {
    long expected = identity.firstSegment();
    for (long number : numbers) {
      if (number != expected) {
        throw missing(directory, Math.min(number, expected), number);
      }
      expected++;
    }
    if (expected <= identity.lastSegment()) {
      throw missing(directory, expected, identity.lastSegment());
    }
  }

  private static IOException missing(StorageDirectory directory, long number, long known) {
    return new IOException(
        directory.pathOf(Format.segmentName(number))
            + " is missing, but segment "
            + known
            + " was made after it; restore it, for promises and votes that others rely on are in it."
            + " If it cannot be restored, replace this member by one with a new id");
  }
}
