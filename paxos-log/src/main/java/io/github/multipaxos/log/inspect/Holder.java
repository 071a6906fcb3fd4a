package io.github.multipaxos.log.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a process has a log open, by the system's own list of locks. Trying the lock would
 * tell as well, and would keep a node from starting that tries it at the same moment.
 *
 * @param isKnown whether this system has such a list
 * @param process the process that holds the lock, as the list names it
 */
record Holder(boolean isKnown, Optional<String> process) {

  // 3: POSIX  ADVISORY  WRITE 4711 fd:01:1835020 0 EOF
  private static final Pattern LOCK =
      Pattern.compile("\\d+: POSIX +ADVISORY +WRITE +(-?\\d+) +\\w+:\\w+:(\\d+) .*");

  /** Looks for the holder of that lock file. */
  static Holder of(Path lockFile, Path listOfLocks) {
    try {
      String inode = String.valueOf(Files.getAttribute(lockFile, "unix:ino"));
      for (String line : Files.readAllLines(listOfLocks)) {
        Matcher lock = LOCK.matcher(line);
        if (lock.matches() && lock.group(2).equals(inode)) {
          return new Holder(true, Optional.of(lock.group(1)));
        }
      }
      return new Holder(true, Optional.empty());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return new Holder(false, Optional.empty()); // no such list, or no lock file yet
    }
  }

  /** Tells whether the log may be written to while it is read. */
  boolean mayWrite() {
    return !isKnown || process.isPresent();
  }
}
