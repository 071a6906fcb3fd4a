package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.testkit.simulation.Dice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link SimulatedDirectory}. */
final class SimulatedFile implements StorageFile {

  private final Inode inode;
  private final Names names;
  private final Mishaps mishaps;
  private final Dice dice;

  SimulatedFile(Inode inode, Names names, Mishaps mishaps, Dice dice) {
    this.inode = inode;
    this.names = names;
    this.mishaps = mishaps;
    this.dice = dice;
  }

  @Override
  public long size() throws IOException {
    mishaps.requirePower();
    return inode.size();
  }

  @Override
  public int read(ByteBuffer target, long offset) throws IOException {
    mishaps.requirePower();
    int bytes = (int) Math.max(0, Math.min(target.remaining(), inode.size() - offset));
    if (bytes > 0) {
      target.put(inode.cached(), (int) offset, bytes);
    }
    return bytes;
  }

  @Override
  public void write(ByteBuffer source, long offset) throws IOException {
    boolean isLast = mishaps.operate();
    claim(offset + source.remaining());
    boolean fails = mishaps.takeFailure();
    write(source, offset, isLast || fails ? partOf(source, offset) : source.remaining());
    mishaps.requirePower();
    if (fails) {
      throw failure();
    }
  }

  /** Cut short, any of its sectors may have reached the disk. */
  @Override
  public void writeDurably(ByteBuffer source, long offset) throws IOException {
    mishaps.operate(); // if power fails over it, what was written is there and not durable
    int bytes = source.remaining();
    claim(offset + bytes);
    boolean fails = mishaps.takeFailure();
    write(source, offset, bytes);
    mishaps.requirePower();
    if (fails) {
      inode.failToForce(dice);
      throw failure();
    }
    inode.force((int) offset, bytes);
  }

  private void write(ByteBuffer source, long offset, int bytes) {
    byte[] content = new byte[bytes];
    source.get(content);
    inode.write(content, (int) offset);
  }

  /** A write is cut short between two sectors: a disk writes each whole, or not at all. */
  private int partOf(ByteBuffer source, long offset) {
    long end = offset + dice.below(source.remaining() + 1);
    return (int) Math.max(0, end - end % Inode.SECTOR_BYTES - offset);
  }

  private void claim(long bytes) throws IOException {
    mishaps.claim(bytes - inode.size(), names);
  }

  private static IOException failure() {
    return new IOException("input/output error");
  }

  @Override
  public void allocate(long bytes) throws IOException {
    boolean isLast = mishaps.operate();
    claim(bytes);
    inode.resize(isLast ? (int) dice.between(inode.size(), bytes) : (int) bytes);
    mishaps.requirePower();
  }

  @Override
  public void truncate(long bytes) throws IOException {
    mishaps.operate();
    inode.resize((int) bytes);
    mishaps.requirePower();
  }

  @Override
  public void force(boolean metadata) throws IOException {
    boolean isLast = mishaps.operate();
    if (mishaps.takeFailure()) {
      inode.failToForce(dice);
      throw failure();
    }
    if (!isLast || dice.chance(0.5)) {
      inode.force();
    }
    mishaps.requirePower();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
