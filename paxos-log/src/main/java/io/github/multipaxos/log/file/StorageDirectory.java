package io.github.multipaxos.log.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** One flat directory of files. Names are plain file names, never paths. */
public interface StorageDirectory {

  /** Returns how people find that file, for messages. The file need not exist. */
  String pathOf(String name);

  /** Makes the directory durably, with its parents, unless it is there. */
  void create() throws IOException;

  /** Returns the names of all files, in their natural order. */
  List<String> list() throws IOException;

  /** Makes an empty file and opens it. Its name is durable only after {@link #force}. */
  StorageFile createFile(String name) throws IOException;

  /** Opens an existing file for reading and writing. */
  StorageFile openFile(String name) throws IOException;

  /** Gives a file another name in one step, in place of any file of that name. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file. */
  void delete(String name) throws IOException;

  /** Makes every creation, renaming and deletion up to now survive a power cut. */
  void force() throws IOException;

  /**
   * Keeps every other user of the directory out until the result is closed or the process ends.
   *
   * @param name the file that stands for the lock; its content does not matter
   * @throws IOException if the directory is in use, here or in another process
   */
  Closeable lock(String name) throws IOException;
}
