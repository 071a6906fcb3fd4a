package io.github.multipaxos.examples.demo;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an embedded node hangs on, so that it can be killed inside a living process: once the plug
 * is pulled nothing the node does reaches the network or the disk, and nobody is told that it is
 * going.
 *
 * <p>This is the death of a process, not of a machine: what was written before stays written.
 */
final class Plug {

  private final Transport transport;
  private final DurableLog log;
  private volatile boolean pulled;

  Plug(Transport transport, DurableLog log) {
    this.transport = transport;
    this.log = log;
  }

  Transport transport() {
    return new PluggedTransport();
  }

  DurableLog log() {
    return new PluggedLog();
  }

  /** Cuts the node off, and frees its address and its directory for a successor. */
  void pull() throws IOException {
    pulled = true;
    transport.close();
    synchronized (log) { // lets an append that has begun go in, and none after it
      log.close();
    }
  }

  private final class PluggedTransport implements Transport {
    @Override
    public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
        throws IOException {
      transport.start(self, members, peers, receiver);
    }

    @Override
    public void send(NodeId to, Message message) {
      if (!pulled) {
        transport.send(to, message);
      }
    }

    @Override
    public void flush() {
      if (!pulled) {
        transport.flush();
      }
    }

    @Override
    public void resume() {
      if (!pulled) {
        transport.resume();
      }
    }

    @Override
    public void close() {
      if (!pulled) {
        transport.close();
      }
    }
  }

  private final class PluggedLog implements DurableLog {
    @Override
    public Identity open(
        ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
        throws IOException {
      return log.open(cluster, node, replay, listener);
    }

    @Override
    public void append(List<LogRecord> records, Runnable whenDurable) {
      synchronized (log) {
        if (!pulled) {
          log.append(records, () -> tell(whenDurable));
        }
      }
    }

    private void tell(Runnable whenDurable) {
      if (!pulled) {
        whenDurable.run();
      }
    }

    @Override
    public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
      return log.read(firstSlot, throughSlot, maxBytes);
    }

    @Override
    public void compact(long throughSlot) throws IOException {
      if (!pulled) {
        log.compact(throughSlot);
      }
    }

    @Override
    public SnapshotStore snapshots() {
      return log.snapshots();
    }

    @Override
    public PeerMemory peers() {
      return log.peers();
    }

    @Override
    public void close() throws IOException {
      if (!pulled) {
        log.close();
      }
    }
  }
}
