package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

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

  /**
   * Returns which segments there must be, by the identity file and by those that are there. Refuses
   * a list without the last.
   */
  static List<Long> needed(List<Long> numbers, IdentityFile identity, StorageDirectory directory)
      throws IOException {
    long last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    if (last < identity.lastSegment()) {
      throw missing(directory, last + 1, identity.lastSegment());
    }
    return LongStream.rangeClosed(identity.firstSegment(), last).boxed().toList();
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
