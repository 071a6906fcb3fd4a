package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog.FailureListener;
import io.github.multipaxos.spi.PeerMemory;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log that is open: its parts, and the order in which they are put together and taken apart. */
final class OpenLog implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenLog.class);

  private final StorageDirectory directory;
  private final LogThreads threads;
  private final Deque<Closeable> held; // the last taken is the first to be let go of
  private final Identity identity;
  private final FilePeerMemory peers;
  private final SlotIndex index;
  private final LogFront front;
  private final FileSnapshots snapshots;
  private final AppendQueue queue;
  private final GroupCommit commit;
  private boolean letGo; // guarded by this

  private OpenLog(
      StorageDirectory directory,
      LogThreads threads,
      Deque<Closeable> held,
      IdentityFile identityFile,
      PeersFile peers,
      SlotIndex index,
      LogFront front,
      FileSnapshots snapshots,
      AppendQueue queue,
      GroupCommit commit) {
    this.directory = directory;
    this.threads = threads;
    this.held = held;
    this.identity = identityFile.identity();
    this.peers = new FilePeerMemory(peers, task -> append(List.of(), task));
    this.index = index;
    this.front = front;
    this.snapshots = snapshots;
    this.queue = queue;
    this.commit = commit;
  }

  /**
   * What a log is opened with.
   *
   * @param directory where it is
   * @param options its settings
   * @param threads what gives it its turns
   * @param numbers where the random numbers of a new directory and of each opening come from
   */
  record Setup(
      StorageDirectory directory,
      FileLogOptions options,
      LogThreads threads,
      LongSupplier numbers) {}

  static OpenLog open(
      Setup setup,
      ClusterId cluster,
      NodeId node,
      Consumer<LogRecord> replay,
      FailureListener listener)
      throws IOException {
    Deque<Closeable> held = new ArrayDeque<>();
    try {
      IdentityFile identity = takeHold(setup, cluster, node, held);
      PeersFile peers = openPeers(setup.directory(), identity);
      held.push(peers);
      return open(setup, identity, peers, held, replay, listener);
    } catch (IOException | RuntimeException | Error e) {
      letGoOf(held, e);
      throw e;
    }
  }

  /** Locks the directory and finds out whose it is. */
  private static IdentityFile takeHold(
      Setup setup, ClusterId cluster, NodeId node, Deque<Closeable> held) throws IOException {
    StorageDirectory directory = setup.directory();
    directory.create();
    held.push(directory.lock(Format.LOCK));
    List<String> names = directory.list();
    for (String name : names) {
      if (name.endsWith(Format.UNFINISHED)) {
        directory.delete(name);
      }
    }
    directory.force(); // also the names found: they may never have been synced
    if (!names.contains(Format.IDENTITY)) {
      refuseSegments(directory, SegmentList.in(names));
      IdentityFile.create(directory, cluster, node, setup.numbers());
    }
    IdentityFile identity = IdentityFile.open(directory, cluster, node);
    held.push(identity);
    return identity;
  }

  private static void refuseSegments(StorageDirectory directory, List<Long> numbers)
      throws IOException {
    if (!numbers.isEmpty()) {
      throw new IOException(
          directory.pathOf(Format.IDENTITY)
              + " is missing, but there are segments; restore it from where the segments came from."
              + " For a node that starts afresh, name an empty directory");
    }
  }

  /** A directory of an earlier release has no such file; its node asks to be vouched for again. */
  private static PeersFile openPeers(StorageDirectory directory, IdentityFile identity)
      throws IOException {
    if (!directory.list().contains(Format.PEERS)) {
      if (identity.identity().boot() > 0) {
        LOG.warn(
            "has no memory of peers, begins a new one file={}", directory.pathOf(Format.PEERS));
      }
      PeersFile.create(directory, identity.owner());
    }
    return PeersFile.open(directory, identity.owner());
  }

  private static OpenLog open(
      Setup setup,
      IdentityFile identity,
      PeersFile peers,
      Deque<Closeable> held,
      Consumer<LogRecord> replay,
      FailureListener listener)
      throws IOException {
    StorageDirectory directory = setup.directory();
    FileLogOptions options = setup.options();
    FileSnapshots snapshots =
        FileSnapshots.in(directory, identity.owner().cluster(), directory.list());
    LogFront.deleteLeftovers(identity.firstSegment(), directory);
    List<Long> numbers = SegmentList.needed(SegmentList.in(directory.list()), identity, directory);
    SegmentSupply supply =
        new SegmentSupply(directory, options.segmentBytes(), setup.threads(), listener);
    held.push(setup.threads()::stop);
    held.push(supply::close);
    SlotIndex index = new SlotIndex();
    Replay found = new Replay(replay, index);

    LogEnd end =
        new LogRecovery(directory, options, identity.owner(), supply, index, found)
            .recover(numbers);
    SegmentWriter writer =
        new SegmentWriter(
            identity, supply, options, end, () -> setup.threads().later(supply::fillReserve));
    held.push(writer);
    identity.raiseBoot(setup.numbers().getAsLong(), end.segment().number());

    AppendQueue queue = new AppendQueue(options.unwrittenBytes());
    BatchEncoder encoder = new BatchEncoder(identity.owner(), options.blockBytes(), found.mark());
    GroupCommit commit = new GroupCommit(queue, encoder, writer, index, options, listener);
    commit.writeFence(); // vouches for what was found
    LogFront front = new LogFront(directory, identity, index, supply);
    return new OpenLog(
            directory,
            setup.threads(),
            held,
            identity,
            peers,
            index,
            front,
            snapshots,
            queue,
            commit)
        .started(options, end);
  }

  private OpenLog started(FileLogOptions options, LogEnd end) {
    if (options.durability() == Durability.UNSAFE_NO_SYNC) {
      LOG.warn(
          "does not sync: after a power cut this node may break the promises it made file={}",
          end.segment().path());
    }
    LOG.info(
        "opens log cluster={} node={} boot={} file={} offset={}",
        identity.cluster(),
        identity.node(),
        identity.boot(),
        end.segment().path(),
        end.offset());
    threads.start("paxos-" + identity.cluster() + "-" + identity.node() + "-log", commit);
    return this;
  }

  Identity identity() {
    return identity;
  }

  PeerMemory peers() {
    return peers;
  }

  void append(List<LogRecord> records, Runnable whenDurable) {
    if (queue.add(records, whenDurable)) {
      threads.wake();
    }
  }

  void appendNow(List<LogRecord> records, Runnable whenDurable) {
    if (queue.add(records, whenDurable)) {
      threads.turnNow();
    }
  }

  List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    Owner owner = new Owner(identity.cluster(), identity.node(), identity.incarnation());
    try {
      return new SlotReader(directory, owner, index).read(firstSlot, throughSlot, maxBytes);
    } catch (IOException e) {
      if (front.mayLack(firstSlot)) {
        return List.of(); // its segment went while it was being read
      }
      throw e;
    }
  }

  synchronized void compact(long throughSlot) throws IOException {
    if (!letGo) { // else the directory may be someone else's by now
      front.compact(throughSlot);
    }
  }

  FileSnapshots snapshots() {
    return snapshots;
  }

  @Override
  public void close() throws IOException {
    queue.close();
    threads.stop();
    while (commit.turn()) {
      continue;
    }
    commit.fence();
    IOException failure = new IOException("cannot close the log cleanly");
    synchronized (this) { // not under a compaction
      letGo = true;
      letGoOf(held, failure);
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void letGoOf(Deque<Closeable> held, Throwable failure) {
    while (!held.isEmpty()) {
      try {
        held.pop().close();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
