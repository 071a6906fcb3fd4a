package io.github.multipaxos.node;

import io.github.multipaxos.RejectedException;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.SnapshotTask;
import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.spi.Transport;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one node: writes its own, gives parts to peers, keeps the parts of one that is
 * fetched, and removes those that nobody needs. Its work is done on executors, never by the
 * protocol thread.
 *
 * <p>Two snapshots are kept, and the log from the older one on: should the newest be damaged, the
 * node goes on from the other (rule L8). One that a peer is fetching stays a while longer.
 */
final class Snapshots {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");
  private static final int KEPT = 2;
  private static final int BUFFER_BYTES = 64 << 10;

  /** Who has not asked for the next part by then has given up. */
  private static final long PIN_NANOS = 10_000_000_000L;

  private final SnapshotStore store;
  private final Transport transport;
  private final int partBytes;
  private final Ticks ticks;
  private final Executor reader;
  private final Executor writer;
  private final Consumer<Event> inbox;

  /** The disk would not read them. They stay, for it may another day, but count for nothing. */
  private final Set<SnapshotId> unreadable = ConcurrentHashMap.newKeySet();

  private volatile SnapshotId newest = SnapshotId.NONE;
  private volatile SnapshotId pinned = SnapshotId.NONE;
  private volatile long pinnedNanos;

  /**
   * Begins.
   *
   * @param partBytes how many bytes are given to a peer at once
   */
  Snapshots(
      SnapshotStore store,
      Transport transport,
      int partBytes,
      Ticks ticks,
      Executor reader,
      Executor writer,
      Consumer<Event> inbox) {
    this.store = store;
    this.transport = transport;
    this.partBytes = partBytes;
    this.ticks = ticks;
    this.reader = reader;
    this.writer = writer;
    this.inbox = inbox;
  }

  /** Returns the newest snapshot there is. */
  SnapshotId newest() {
    return newest;
  }

  /** Returns those that count, newest first. */
  private List<SnapshotId> readable() throws IOException {
    return store.list().stream().filter(it -> !unreadable.contains(it)).toList();
  }

  /**
   * Restores the newest snapshot that is intact and further than the state is. Damaged ones are
   * removed, for they must not keep intact ones from being kept. Those that cannot be read are not:
   * a failing disk must not have every snapshot thrown away.
   */
  void restoreNewest(ReplicatedState<?, ?> state) throws IOException, StateMachineFailure {
    for (SnapshotId snapshot : readable()) {
      if (snapshot.slot() <= state.slot()) {
        return;
      }
      Optional<InputStream> in;
      try {
        in = store.open(snapshot);
      } catch (IOException e) {
        LOG.warn("passes over a snapshot that it cannot read slot={}", snapshot.slot(), e);
        unreadable.add(snapshot);
        continue;
      }
      if (in.isPresent()) {
        LOG.info("restores snapshot slot={} bytes={}", snapshot.slot(), snapshot.bytes());
        state.restore(in.get());
        newest = snapshot;
        return;
      }
      LOG.warn("drops a damaged snapshot slot={} bytes={}", snapshot.slot(), snapshot.bytes());
      store.remove(snapshot);
    }
  }

  /** Writes a snapshot; the future tells its slot. Called by the apply thread. */
  void write(Checkpoint checkpoint, CompletableFuture<Long> written) {
    run(writer, () -> writeNow(checkpoint, written), "the node is closing", written);
  }

  private void writeNow(Checkpoint checkpoint, CompletableFuture<Long> written) {
    try {
      SnapshotId snapshot = store(checkpoint);
      LOG.info("takes snapshot slot={} bytes={}", snapshot.slot(), snapshot.bytes());
      if (snapshot.slot() > newest.slot()) { // one that is further may have been fetched meanwhile
        newest = snapshot;
      }
      long compactThrough = retain();
      inbox.accept(new Event.SnapshotTaken(snapshot.slot(), compactThrough));
      written.complete(snapshot.slot());
    } catch (IOException | RuntimeException | Error e) { // also the application's, which writes it
      LOG.warn("cannot write a snapshot, goes on slot={} cause={}", checkpoint.slot(), e, e);
      written.completeExceptionally(
          new RejectedException(
              RejectedException.Reason.STORAGE,
              "the snapshot of slot " + checkpoint.slot() + " could not be written: " + e));
    }
  }

  private SnapshotId store(Checkpoint checkpoint) throws IOException {
    try (SnapshotStore.Draft draft = store.begin(checkpoint.slot())) {
      OutputStream into =
          new OutputStream() {
            @Override
            public void write(int one) throws IOException {
              write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
              draft.write(bytes, offset, count);
            }
          };
      checkpoint.writeTo(new DataOutputStream(new BufferedOutputStream(into, BUFFER_BYTES)));
      return draft.finish();
    }
  }

  /** Removes what is not needed, and returns up to where the log is not. */
  private long retain() throws IOException {
    List<SnapshotId> all = readable();
    boolean isPinned = ticks.nanos() - pinnedNanos < PIN_NANOS;
    long compactThrough = all.size() < KEPT ? 0 : all.get(KEPT - 1).slot();
    for (int i = KEPT; i < all.size(); i++) {
      if (isPinned && all.get(i).equals(pinned)) {
        compactThrough = pinned.slot(); // whoever fetches it wants the log from there on next
      } else {
        store.remove(all.get(i));
      }
    }
    return compactThrough;
  }

  /** Does what a step owes. What waits for the disk is done elsewhere. */
  void perform(SnapshotTask task) {
    if (task instanceof SnapshotTask.Give give) {
      run(reader, () -> give(give), "", null);
    } else if (task instanceof SnapshotTask.Keep keep) {
      run(reader, () -> keep(keep), "", null);
    }
  }

  private static void run(
      Executor executor, Runnable task, String why, @Nullable CompletableFuture<?> future) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      if (future != null) {
        future.completeExceptionally(new RejectedException(RejectedException.Reason.STOPPED, why));
      }
    }
  }

  /** Rule L9. A snapshot that cannot be read is not given; the log is not concerned. */
  private void give(SnapshotTask.Give asked) {
    try {
      SnapshotPart part = partFor(asked);
      pinned = part.snapshot();
      pinnedNanos = ticks.nanos();
      transport.send(asked.to(), part);
    } catch (IOException e) {
      LOG.warn("cannot give a snapshot to={} slot={} cause={}", asked.to(), asked.slot(), e, e);
      transport.send(asked.to(), new SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY));
    }
    transport.flush();
  }

  private SnapshotPart partFor(SnapshotTask.Give asked) throws IOException {
    List<SnapshotId> all = readable();
    for (SnapshotId snapshot : all) {
      if (snapshot.slot() == asked.slot() && asked.offset() < snapshot.bytes()) {
        Optional<Bytes> part = store.read(snapshot, asked.offset(), partBytes);
        if (part.isPresent()) {
          return new SnapshotPart(snapshot, asked.offset(), part.get());
        }
      }
    }
    SnapshotId first = all.isEmpty() ? SnapshotId.NONE : all.get(0);
    Optional<Bytes> part = first.isNone() ? Optional.empty() : store.read(first, 0, partBytes);
    return part.isPresent()
        ? new SnapshotPart(first, 0, part.get())
        : new SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY);
  }

  private void keep(SnapshotTask.Keep asked) {
    long bytes = 0;
    boolean isFailed = true;
    try {
      bytes = store.assemble(asked.snapshot(), asked.offset(), asked.part());
      isFailed = bytes == 0 && asked.part().size() > 0;
    } catch (IOException e) {
      LOG.warn("cannot keep a snapshot slot={} cause={}", asked.snapshot().slot(), e, e);
    }
    inbox.accept(new Event.PartKept(asked.snapshot(), bytes, isFailed));
  }

  /** After a fetched snapshot was restored the older ones are worthless: their log has a gap. */
  void removeBefore(long slot) {
    run(
        reader,
        () -> {
          try {
            for (SnapshotId snapshot : store.list()) {
              if (snapshot.slot() < slot) {
                store.remove(snapshot);
              }
            }
          } catch (IOException e) {
            LOG.warn("cannot remove old snapshots before_slot={} cause={}", slot, e, e);
          }
        },
        "",
        null);
  }
}
