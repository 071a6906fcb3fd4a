package io.github.multipaxos.log;

/**
 * Where a log ends.
 *
 * @param segment the last segment, open
 * @param offset where in it the next frame goes
 * @param nextSequence the number of that frame
 */
record LogEnd(Segment segment, long offset, long nextSequence) {}
