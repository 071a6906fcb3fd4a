package io.github.multipaxos.log;

/**
 * The settings of a {@link FileLog}. Immutable; {@code with…} methods return changed copies.
 *
 * @param segmentBytes how long a segment file is. Its space is taken before it is used: it is
 *     written full of zeros, or was a segment before. Larger means fewer pauses for a change of
 *     segment, and more space held; at least 8 blocks
 * @param blockBytes every sync starts on a multiple of this, so that no durable block is ever
 *     written again. At least what the disk writes in one piece; larger wastes space when syncs are
 *     small. A power of two from 512 to 65,536
 * @param durability when an append counts as durable
 * @param unwrittenBytes how much may wait to be written before {@link FileLog#append} blocks its
 *     caller. Larger rides out a slow disk for longer, and takes more memory meanwhile
 */
public record FileLogOptions(
    long segmentBytes, int blockBytes, Durability durability, long unwrittenBytes) {

  /** Segments of 64 MiB, blocks of 4 KiB, every append synced, at most 64 MiB unwritten. */
  public static final FileLogOptions DEFAULT =
      new FileLogOptions(64L << 20, 4096, Durability.FSYNC, 64L << 20);

  private static final int SMALLEST_BLOCK_BYTES = Format.SECTOR_BYTES;
  private static final int LARGEST_BLOCK_BYTES = 1 << 16;
  private static final long LARGEST_SEGMENT_BYTES = 1L << 30;

  /** Checks the values. */
  public FileLogOptions {
    require(
        Integer.bitCount(blockBytes) == 1
            && blockBytes >= SMALLEST_BLOCK_BYTES
            && blockBytes <= LARGEST_BLOCK_BYTES,
        "blockBytes must be a power of two from 512 to 65536, was " + blockBytes);
    require(
        segmentBytes >= 8L * blockBytes
            && segmentBytes <= LARGEST_SEGMENT_BYTES
            && segmentBytes % blockBytes == 0,
        "segmentBytes must be a multiple of blockBytes, from 8 blocks to 1 GiB, was "
            + segmentBytes);
    require(unwrittenBytes >= 1, "unwrittenBytes must be at least 1, was " + unwrittenBytes);
  }

  private static void require(boolean held, String complaint) {
    if (!held) {
      throw new IllegalArgumentException(complaint);
    }
  }

  /** Returns these options with segments of another length. */
  public FileLogOptions withSegmentBytes(long bytes) {
    return new FileLogOptions(bytes, blockBytes, durability, unwrittenBytes);
  }

  /** Returns these options with blocks of another length. */
  public FileLogOptions withBlockBytes(int bytes) {
    return new FileLogOptions(segmentBytes, bytes, durability, unwrittenBytes);
  }

  /** Returns these options with another durability. */
  public FileLogOptions withDurability(Durability other) {
    return new FileLogOptions(segmentBytes, blockBytes, other, unwrittenBytes);
  }

  /** Returns these options with another budget of unwritten bytes. */
  public FileLogOptions withUnwrittenBytes(long bytes) {
    return new FileLogOptions(segmentBytes, blockBytes, durability, bytes);
  }
}
