package io.github.multipaxos.log;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the node knows of its peers, in a {@link PeersFile}. Any thread notes; the log's own thread
 * writes, among its turns, so that nobody else waits for the disk.
 */
final class FilePeerMemory implements PeerMemory {

  private final PeersFile file;
  private final Consumer<Runnable> turns;
  private PeersCopy noted;

  /**
   * Begins with what the file holds.
   *
   * @param turns has the log's thread run a task, after all that it was given before. A task that
   *     throws ends the log
   */
  FilePeerMemory(PeersFile file, Consumer<Runnable> turns) {
    this.file = file;
    this.turns = turns;
    this.noted = file.newest();
  }

  @Override
  public synchronized Optional<Acquaintance> of(NodeId peer) {
    return Optional.ofNullable(noted.met().get(peer));
  }

  @Override
  public synchronized void note(Acquaintance met, Runnable whenDurable) {
    if (!met.equals(noted.met().get(met.node()))) {
      noted = noted.with(met);
    }
    write(noted, whenDurable);
  }

  @Override
  public synchronized boolean isAdmitted() {
    return noted.isAdmitted();
  }

  @Override
  public synchronized void admit(Runnable whenDurable) {
    if (!noted.isAdmitted()) {
      noted = noted.admitted();
    }
    write(noted, whenDurable);
  }

  @Override
  public synchronized boolean isDisowned() {
    return noted.isDisowned();
  }

  @Override
  public synchronized void disown() {
    noted = noted.disowned();
    write(noted, () -> {});
  }

  /** Calls come to the log's thread in their order; it skips what it has written already. */
  private void write(PeersCopy copy, Runnable whenDurable) {
    turns.accept(
        () -> {
          if (copy.generation() > file.newest().generation()) {
            persist(copy);
          }
          whenDurable.run();
        });
  }

  private void persist(PeersCopy copy) {
    try {
      file.write(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
