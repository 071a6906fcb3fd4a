package io.github.multipaxos.log.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of the operating system. */
final class DiskFile implements StorageFile {

  private static final int ZERO_BYTES = 1 << 20;
  private static final int PAGE_BYTES = 1 << 16; // the largest there is
  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(ZERO_BYTES + PAGE_BYTES)
          .alignedSlice(PAGE_BYTES)
          .asReadOnlyBuffer();

  private final FileChannel channel;
  private final FileName name;
  private boolean isDirectTried;
  private @Nullable DirectChannel direct;

  private DiskFile(FileChannel channel, FileName name) {
    this.channel = channel;
    this.name = name;
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
    DirectChannel past = direct();
    if (past != null && past.takes(source, offset)) {
      past.write(source, offset);
    } else {
      StorageFile.super.writeDurably(source, offset);
    }
  }

  @Override
  public void allocate(long bytes) throws IOException {
    DirectChannel past = direct();
    for (long next = channel.size(); next < bytes; ) {
      ByteBuffer zeros = ZEROS.duplicate().limit((int) Math.min(ZERO_BYTES, bytes - next));
      int more = zeros.remaining();
      if (past != null && past.takes(zeros, next)) {
        past.write(zeros, next);
      } else {
        write(zeros, next);
      }
      next += more;
    }
  }

  private @Nullable DirectChannel direct() throws IOException {
    if (!isDirectTried) {
      isDirectTried = true;
      direct = DirectChannel.open(name);
    }
    return direct;
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
      if (direct != null) {
        direct.close();
      }
    } finally {
      channel.close();
    }
  }
}
