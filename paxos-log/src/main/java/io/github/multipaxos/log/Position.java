package io.github.multipaxos.log;

/**
 * A place in the log.
 *
 * @param segment the number of the segment, from 1
 * @param offset a byte of its file
 */
record Position(long segment, long offset) implements Comparable<Position> {

  Position plus(long bytes) {
    return new Position(segment, offset + bytes);
  }

  @Override
  public int compareTo(Position other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
  }
}
