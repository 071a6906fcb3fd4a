package io.github.multipaxos.log.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of the operating system. */
final class DiskFile implements StorageFile {

  private static final int ZERO_BYTES = 1 << 20;
  private static final int PAGE_BYTES = 1 << 16; // the largest there is
  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(ZERO_BYTES + PAGE_BYTES)
          .alignedSlice(PAGE_BYTES)
          .asReadOnlyBuffer();

  private final FileChannel channel;
  private final PastCache durably;
  private final PastCache somehow;

  private DiskFile(FileChannel channel, FileName name) {
    this.channel = channel;
    this.durably = new PastCache(name, true);
    this.somehow = new PastCache(name, false);
  }

  static DiskFile create(Path path) throws IOException {
    return of(FileChannel.open(path, CREATE_NEW, READ, WRITE), path);
  }

  static DiskFile open(Path path) throws IOException {
    return of(FileChannel.open(path, READ, WRITE), path);
  }

  static DiskFile openToRead(Path path) throws IOException {
    return of(FileChannel.open(path, READ), path);
  }

  private static DiskFile of(FileChannel channel, Path path) throws IOException {
    try {
      return new DiskFile(channel, FileName.of(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
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
  public void writeDurably(ByteBuffer source, long offset) throws IOException {
    if (!durably.write(source, offset)) {
      StorageFile.super.writeDurably(source, offset);
    }
  }

  @Override
  public void allocate(long bytes) throws IOException {
    for (long next = channel.size(); next < bytes; ) {
      ByteBuffer zeros = ZEROS.duplicate().limit((int) Math.min(ZERO_BYTES, bytes - next));
      int more = zeros.remaining();
      if (!somehow.write(zeros, next)) {
        StorageFile.super.writeDurably(zeros, next);
      }
      next += more;
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
    try {
      durably.close();
    } finally {
      try {
        somehow.close();
      } finally {
        channel.close();
      }
    }
  }
}
