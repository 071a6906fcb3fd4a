package io.github.multipaxos.model;

/**
 * Names a snapshot: two of equal slot, length and checksum are the same bytes, wherever they are.
 *
 * @param slot the last slot whose effects are in it; 0 only in {@link #NONE}
 * @param bytes how long it is
 * @param checksum the CRC-32C of all its bytes
 */
public record SnapshotId(long slot, long bytes, int checksum) {

  /** Stands where there is no snapshot: the state before the first slot. */
  public static final SnapshotId NONE = new SnapshotId(0, 0, 0);

  /** Checks that neither number is negative. */
  public SnapshotId {
    if (slot < 0 || bytes < 0) {
      throw new IllegalArgumentException("a snapshot of slot " + slot + " and " + bytes + " bytes");
    }
  }

  /** Tells whether there is no snapshot. */
  public boolean isNone() {
    return slot == 0;
  }

  @Override
  public String toString() {
    return slot + "/" + bytes + "/" + Integer.toHexString(checksum);
  }
}
