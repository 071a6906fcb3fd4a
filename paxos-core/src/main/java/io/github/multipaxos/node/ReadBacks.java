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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads decrees back from the log for peers that missed them, away from the protocol thread. One
 * request of each peer at a time: a peer that asks again has given up on the first.
 */
final class ReadBacks {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");

  /**
   * About what one answer holds. Small enough that heartbeats are not held up behind it for long.
   */
  private static final long ANSWER_BYTES = 1L << 20;

  private final DurableLog log;
  private final Transport transport;
  private final Executor reader;
  private final ReadablePrefix readable;
  private final Set<NodeId> served = ConcurrentHashMap.newKeySet();

  ReadBacks(DurableLog log, Transport transport, Executor reader, ReadablePrefix readable) {
    this.log = log;
    this.transport = transport;
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

  /** One damaged record does not keep those before it from being given. */
  private List<Decree> read(long firstSlot, long throughSlot) throws IOException {
    if (throughSlot < firstSlot) {
      return List.of();
    }
    try {
      return log.read(firstSlot, throughSlot, ANSWER_BYTES);
    } catch (IOException e) {
      if (throughSlot == firstSlot) {
        throw e;
      }
      return log.read(firstSlot, firstSlot, ANSWER_BYTES);
    }
  }

  /** Rule D5. This node has lost them; another may have them. */
  private void answerLacking(ReadBack request) {
    long firstRetained = Math.max(request.firstRetained(), request.firstSlot() + 1);
    transport.send(
        request.to(),
        new Decrees(request.firstSlot(), List.of(), request.chosenThrough(), firstRetained));
    transport.flush();
  }

  private void answer(ReadBack request) {
    try {
      List<Decree> decrees =
          read(request.firstSlot(), Math.min(request.throughSlot(), readable.throughSlot()));
      transport.send(
          request.to(),
          new Decrees(
              request.firstSlot(), decrees, request.chosenThrough(), request.firstRetained()));
      transport.flush();
    } catch (IOException e) {
      LOG.warn(
          "cannot give decrees to={} slot={} cause={}; restart this node soon: it then learns again"
              + " from its peers what its log has lost",
          request.to(),
          request.firstSlot(),
          e.getMessage());
      answerLacking(request);
    } finally {
      served.remove(request.to());
    }
  }
}
