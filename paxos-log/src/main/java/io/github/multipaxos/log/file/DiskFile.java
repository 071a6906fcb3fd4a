package io.github.multipaxos.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the operating system. */
final class DiskFile implements StorageFile {

  private static final int ZERO_BYTES = 1 << 18;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ZERO_BYTES).asReadOnlyBuffer();

  private final FileChannel channel;

  DiskFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer target, long offset) throws IOException {
    int read = 0;
    while (target.hasRemaining()) {
      int more = channel.read(target, offset + read);
      if (more < 0) {
        break;
      }
      read += more;
    }
    return read;
  }

  @Override
  public void write(ByteBuffer source, long offset) throws IOException {
    long next = offset;
    while (source.hasRemaining()) {
      next += channel.write(source, next);
    }
  }

  @Override
  public void allocate(long bytes) throws IOException {
    long next = channel.size();
    while (next < bytes) {
      ByteBuffer zeros = ZEROS.duplicate().limit((int) Math.min(ZERO_BYTES, bytes - next));
      next += channel.write(zeros, next);
    }
  }

  @Override
  public void truncate(long bytes) throws IOException {
    channel.truncate(bytes);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
