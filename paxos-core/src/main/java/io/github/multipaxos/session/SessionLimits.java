package io.github.multipaxos.session;

/**
 * What the sessions of a cluster may take. They decide what commands do, so they are the same on
 * every node and stay the same for the life of the cluster; a snapshot made with others is not
 * restored.
 *
 * @param maxBytes what all sessions may take in memory and snapshots, roughly. Half is for
 *     sessions, and an open beyond it is refused; half is for answers, of which the oldest make
 *     room for new ones. The one half cannot take from the other
 * @param maxAnswerBytes the largest answer kept. Of a larger one only that there was one is
 *     remembered
 * @param windowSequences how far above what its client has acknowledged a sequence may be, and so
 *     how many commands of a session can be under way at once. More takes more for each session
 * @param maxTtlMillis how long a session may ask to live after its last sign of life. Longer lets
 *     clients be away for longer, and sessions that were left behind take room for longer
 */
public record SessionLimits(
    long maxBytes, int maxAnswerBytes, int windowSequences, long maxTtlMillis) {

  /** What a session takes without answers, roughly. */
  static final int SESSION_BYTES = 256;

  /** What remembering a sequence takes beside the answer's bytes, roughly. */
  static final int SEQUENCE_BYTES = 128;

  private static final int MOST_SEQUENCES = 1 << 16;
  private static final long LONGEST_TTL_MILLIS = 3650L * 24 * 60 * 60 * 1000;

  /** Checks the bounds. */
  public SessionLimits {
    require(
        windowSequences >= 1 && windowSequences <= MOST_SEQUENCES,
        "windowSequences must be 1 to " + MOST_SEQUENCES + ", was " + windowSequences);
    require(
        maxBytes / 2 >= sessionBytes(windowSequences),
        "maxBytes must be at least "
            + 2 * sessionBytes(windowSequences)
            + ", for a single session with a window of "
            + windowSequences
            + ", was "
            + maxBytes);
    require(
        maxAnswerBytes >= 0 && maxAnswerBytes <= maxBytes / 2,
        "maxAnswerBytes must be 0 to half of maxBytes, was " + maxAnswerBytes);
    require(
        maxTtlMillis >= 1 && maxTtlMillis <= LONGEST_TTL_MILLIS,
        "maxTtlMillis must be 1 to " + LONGEST_TTL_MILLIS + ", was " + maxTtlMillis);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  private static long sessionBytes(int windowSequences) {
    return SESSION_BYTES + (long) windowSequences * SEQUENCE_BYTES;
  }

  /**
   * Returns limits for most uses: 64 MiB, which is about 7,700 sessions, answers of up to 64 KiB, a
   * window of 32, an hour to live.
   */
  public static SessionLimits defaults() {
    return new SessionLimits(64L << 20, 64 << 10, 32, 60L * 60 * 1000);
  }

  /** Returns the same with so many bytes in all. */
  public SessionLimits withMaxBytes(long bytes) {
    return new SessionLimits(bytes, maxAnswerBytes, windowSequences, maxTtlMillis);
  }

  /** Returns the same with answers kept up to that size. */
  public SessionLimits withMaxAnswerBytes(int bytes) {
    return new SessionLimits(maxBytes, bytes, windowSequences, maxTtlMillis);
  }

  /** Returns the same with that window. */
  public SessionLimits withWindowSequences(int sequences) {
    return new SessionLimits(maxBytes, maxAnswerBytes, sequences, maxTtlMillis);
  }

  /** Returns the same with that longest time to live. */
  public SessionLimits withMaxTtlMillis(long millis) {
    return new SessionLimits(maxBytes, maxAnswerBytes, windowSequences, millis);
  }

  /** Returns how many sessions there can be. A session is counted with a full window. */
  public long maxSessions() {
    return maxBytes / 2 / sessionBytes(windowSequences);
  }

  /** Returns what the answers of all sessions may take together. */
  public long maxAnswersBytes() {
    return maxBytes / 2;
  }
}
