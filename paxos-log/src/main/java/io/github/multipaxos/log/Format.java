package io.github.multipaxos.log;

import io.github.multipaxos.model.ClusterId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What all files of a log have in common: names, sizes, and how a cluster's name is written. */
final class Format {

  /** What a disk writes whole or not at all. */
  static final int SECTOR_BYTES = 512;

  /** A cluster's name: one byte for its length, then at most 64 of ASCII. */
  static final int CLUSTER_BYTES = 65;

  static final String LOCK = "lock";
  static final String IDENTITY = "identity";
  static final String PEERS = "peers";

  /** Ends the names of files that are not in use yet; they are deleted on open. */
  static final String UNFINISHED = ".tmp";

  /** Ends the name of a snapshot that is being fetched; it is gone on with after a restart. */
  static final String PART = ".part";

  /** So many digits hold any slot; not all such numbers are slots. */
  private static final Pattern SNAPSHOT = Pattern.compile("snapshot-([0-9]{19})\\.bin");

  private static final Pattern SEGMENT = Pattern.compile("segment-([0-9]{12})\\.log");

  private Format() {}

  static String segmentName(long segment) {
    return String.format(Locale.ROOT, "segment-%012d.log", segment);
  }

  /** Returns the number of the segment in a file of that name, if it is one's name. */
  static OptionalLong segmentOf(String name) {
    Matcher matcher = SEGMENT.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  static String snapshotName(long slot) {
    return String.format(Locale.ROOT, "snapshot-%019d.bin", slot);
  }

  /** Returns the slot of the snapshot in a file of that name, if it is one's name. */
  static OptionalLong snapshotOf(String name) {
    Matcher matcher = SNAPSHOT.matcher(name);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long slot = Long.parseUnsignedLong(matcher.group(1));
    return slot >= 0 ? OptionalLong.of(slot) : OptionalLong.empty();
  }

  static void putCluster(ByteBuffer to, ClusterId cluster) {
    byte[] name = cluster.name().getBytes(StandardCharsets.US_ASCII);
    to.put((byte) name.length).put(name);
  }

  /** Reads a cluster's name. The caller has checked a checksum over it. */
  static ClusterId getCluster(ByteBuffer from) {
    byte[] name = new byte[from.get()];
    from.get(name);
    return new ClusterId(new String(name, StandardCharsets.US_ASCII));
  }

  /** Refuses what a later release wrote. */
  static void checkVersion(String path, int found, int known) throws IOException {
    if (found != known) {
      throw new OtherFormatException(path, found, known);
    }
  }

  /** Returns the next multiple of {@code unit}, a power of two. */
  static int roundUp(int bytes, int unit) {
    return Math.addExact(bytes, unit - 1) & -unit;
  }
}
