package io.github.multipaxos.log.file;

import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole blocks of an existing file past the system's cache, if wanted each durable when the
 * call returns. Half the CPU time of a write and a sync, and one system call in place of two:
 * nothing is copied into the cache, nor looked for in it afterwards.
 *
 * <p>Linux only. Elsewhere what the system takes for durable there is less than a sync.
 */
final class DirectChannel implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(DirectChannel.class);

  private static final @Nullable OpenOption DIRECT =
      System.getProperty("os.name", "").equals("Linux") ? option() : null;

  private final FileChannel channel;
  private final int blockBytes;

  private DirectChannel(FileChannel channel, int blockBytes) {
    this.channel = channel;
    this.blockBytes = blockBytes;
  }

  /** The option is the JDK's, not Java's: to name it in an import is an error to some compilers. */
  private static @Nullable OpenOption option() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return (OpenOption)
          Stream.of(options).filter(it -> it.toString().equals("DIRECT")).findAny().orElse(null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /**
   * Opens the file of that name once more. Returns null where its file system does not have such
   * writes, and if the name is not the file's any more.
   *
   * @param isDurable whether each write shall be durable when it returns
   */
  static @Nullable DirectChannel open(FileName name, boolean isDurable) throws IOException {
    if (DIRECT == null) {
      return null;
    }
    FileChannel channel = null;
    DirectChannel opened = null;
    try {
      int blockBytes = Math.toIntExact(Files.getFileStore(name.path()).getBlockSize());
      Set<OpenOption> options = new HashSet<>(Set.of(READ, WRITE, DIRECT));
      if (isDurable) {
        options.add(DSYNC);
      }
      channel = FileChannel.open(name.path(), options);
      ByteBuffer block = ByteBuffer.allocateDirect(2 * blockBytes).alignedSlice(blockBytes);
      channel.read(block.limit(blockBytes), 0); // some file systems open, and then refuse
      opened = name.isCurrent() ? new DirectChannel(channel, blockBytes) : null;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("writes through the cache file={} cause={}", name.path(), e.toString());
    }
    if (opened == null && channel != null) {
      channel.close();
    }
    return opened;
  }

  /** Tells whether bytes can be written in this way: they begin and end with a block. */
  boolean takes(ByteBuffer source, long offset) {
    return source.isDirect()
        && offset % blockBytes == 0
        && source.remaining() % blockBytes == 0
        && source.alignmentOffset(source.position(), blockBytes) == 0;
  }

  void write(ByteBuffer source, long offset) throws IOException {
    long next = offset;
    while (source.hasRemaining()) {
      next += channel.write(source, next);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
