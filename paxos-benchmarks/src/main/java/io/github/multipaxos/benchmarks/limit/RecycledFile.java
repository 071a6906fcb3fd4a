package io.github.multipaxos.benchmarks.limit;

import io.github.multipaxos.benchmarks.system.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file full of zeros that is written from front to back again and again, so that a sync flushes
 * data and no metadata.
 */
final class RecycledFile implements AutoCloseable {

  private static final int ZEROS_BYTES = 1 << 20;

  private final FileChannel channel;
  private final long fileBytes;
  private final boolean syncs;
  private long position;

  private RecycledFile(FileChannel channel, long fileBytes, boolean syncs) {
    this.channel = channel;
    this.fileBytes = fileBytes;
    this.syncs = syncs;
  }

  /** Opens the file, and fills it with zeros unless it has its length already. */
  static RecycledFile open(Path path, long fileBytes, Durability durability) throws IOException {
    Files.createDirectories(path.getParent());
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.size() != fileBytes) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
      for (long at = 0; at < fileBytes; at += zeros.capacity()) {
        zeros.clear();
        channel.write(zeros, at);
      }
      channel.force(true);
    }
    channel.position(0);
    return new RecycledFile(channel, fileBytes, durability == Durability.FSYNC);
  }

  /** Appends one group in one write. */
  void append(ByteBuffer[] group, int buffers, long groupBytes) throws IOException {
    if (position + groupBytes > fileBytes) {
      position = 0;
      channel.position(0);
    }
    for (long left = groupBytes; left > 0; ) {
      left -= channel.write(group, 0, buffers);
    }
    position += groupBytes;
  }

  /** Makes what was appended durable. */
  void sync() throws IOException {
    if (syncs) {
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
