package io.github.multipaxos.node;

import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects.ReadBack;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads decrees back from the log for peers that missed them, away from the protocol thread. One
 * request of each peer at a time: a peer that asks again has given up on the first.
 */
final class ReadBacks {

  /**
   * About what one answer holds. Small enough that heartbeats are not held up behind it for long.
   */
  private static final long ANSWER_BYTES = 1L << 20;

  private final DurableLog log;
  private final Transport transport;
  private final FailStop failStop;
  private final Executor reader;
  private final ReadablePrefix readable;
  private final Set<NodeId> served = ConcurrentHashMap.newKeySet();

  ReadBacks(
      DurableLog log,
      Transport transport,
      FailStop failStop,
      Executor reader,
      ReadablePrefix readable) {
    this.log = log;
    this.transport = transport;
    this.failStop = failStop;
    this.reader = reader;
    this.readable = readable;
  }

  void serve(ReadBack request) {
    if (served.add(request.to())) {
      try {
        reader.execute(() -> answer(request));
      } catch (RejectedExecutionException e) { // the node is closing
        served.remove(request.to());
      }
    }
  }

  private void answer(ReadBack request) {
    try {
      long throughSlot = Math.min(request.throughSlot(), readable.throughSlot());
      List<Decree> decrees =
          throughSlot < request.firstSlot()
              ? List.of()
              : log.read(request.firstSlot(), throughSlot, ANSWER_BYTES);
      transport.send(
          request.to(),
          new Decrees(
              request.firstSlot(), decrees, request.chosenThrough(), request.firstRetained()));
      transport.flush();
    } catch (IOException e) {
      failStop.fail(
          "cannot read slot " + request.firstSlot() + " back from the log: " + e.getMessage(), e);
    } finally {
      served.remove(request.to());
    }
  }
}
