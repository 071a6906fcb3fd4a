package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that holds one thing twice. The copies are written in turn, so that one of them is
 * whole at any moment.
 *
 * @param <C> what a copy says
 */
final class TwoCopies<C extends TwoCopies.Copy> implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(TwoCopies.class);

  private final String path;
  private final StorageFile file;
  private final Form<C> form;
  private C newest;
  private int older; // the copy that does not hold, or is damaged

  /** One copy. */
  interface Copy {
    /** Counts the changes; the copy of the higher one holds. */
    long generation();

    ByteBuffer encode() throws IOException;
  }

  /** Reads the copy of a number, 0 or 1; null if it is not intact. */
  @FunctionalInterface
  interface Reader<C> {
    @Nullable C read(String path, StorageFile file, int number) throws IOException;
  }

  /**
   * What a file of this kind looks like.
   *
   * @param name its name
   * @param content what people call that which it holds
   * @param distanceBytes how far apart the copies are
   * @param reservedBytes how much of each is there from the beginning, whatever it says
   * @param reader reads a copy
   */
  record Form<C>(
      String name, String content, int distanceBytes, int reservedBytes, Reader<C> reader) {

    private long offset(int copy) {
      return (long) copy * distanceBytes;
    }
  }

  private TwoCopies(String path, StorageFile file, Form<C> form, C newest, int older) {
    this.path = path;
    this.file = file;
    this.form = form;
    this.newest = newest;
    this.older = older;
  }

  /** Makes the file durably. */
  static <C extends Copy> void create(StorageDirectory directory, Form<C> form, C first)
      throws IOException {
    String unfinished = form.name() + Format.UNFINISHED;
    try (StorageFile file = directory.createFile(unfinished)) {
      for (int copy = 0; copy < 2; copy++) {
        if (form.reservedBytes() > 0) {
          file.write(ByteBuffer.allocate(form.reservedBytes()), form.offset(copy));
        }
        file.write(first.encode(), form.offset(copy));
      }
      file.force(true);
    }
    directory.rename(unfinished, form.name());
    directory.force();
  }

  /**
   * Opens the file.
   *
   * @throws DamagedLogException if neither copy is intact
   */
  static <C extends Copy> TwoCopies<C> open(StorageDirectory directory, Form<C> form)
      throws IOException {
    StorageFile file = directory.openFile(form.name());
    try {
      return load(directory.pathOf(form.name()), file, form);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static <C extends Copy> TwoCopies<C> load(String path, StorageFile file, Form<C> form)
      throws IOException {
    C first = form.reader().read(path, file, 0);
    C second = form.reader().read(path, file, 1);
    if (first != null && second != null) {
      boolean firstHolds = first.generation() >= second.generation();
      return new TwoCopies<>(path, file, form, firstHolds ? first : second, firstHolds ? 1 : 0);
    } else if (first != null) {
      return withOneCopy(path, file, form, first, 1);
    } else if (second != null) {
      return withOneCopy(path, file, form, second, 0);
    }
    throw new DamagedLogException(path, 0, "neither copy of " + form.content() + " is intact");
  }

  private static <C extends Copy> TwoCopies<C> withOneCopy(
      String path, StorageFile file, Form<C> form, C left, int lost) {
    LOG.warn(
        "finds a copy of {} damaged, goes by the other file={} offset={}",
        form.content(),
        path,
        form.offset(lost));
    return new TwoCopies<>(path, file, form, left, lost);
  }

  String path() {
    return path;
  }

  /** Returns what holds. */
  C newest() {
    return newest;
  }

  /**
   * Writes first the older copy, then the other: whichever is lost later, the other knows as much.
   */
  void write(C copy) throws IOException {
    try {
      write(copy, older);
      write(copy, 1 - older);
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
    newest = copy;
  }

  private void write(C copy, int place) throws IOException {
    file.write(copy.encode(), form.offset(place));
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
