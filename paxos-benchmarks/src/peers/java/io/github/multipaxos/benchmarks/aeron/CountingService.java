package io.github.multipaxos.benchmarks.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Counts commands and answers each with the number that it begins with. */
final class CountingService implements ClusteredService {

  private final UnsafeBuffer answer = new UnsafeBuffer(new byte[Long.BYTES]);
  private IdleStrategy idle = NoOpIdleStrategy.INSTANCE;
  private volatile boolean leads;
  private long count;

  @Override
  public void onStart(Cluster cluster, @Nullable Image snapshot) {
    idle = cluster.idleStrategy();
  }

  @Override
  public void onSessionMessage(
      @Nullable ClientSession session,
      long timestamp,
      DirectBuffer buffer,
      int offset,
      int length,
      Header header) {
    count++;
    if (session != null) {
      answer.putLong(0, buffer.getLong(offset));
      answer(session);
    }
  }

  private void answer(ClientSession session) {
    long position = session.offer(answer, 0, Long.BYTES);
    while (position == Publication.BACK_PRESSURED || position == Publication.ADMIN_ACTION) {
      idle.idle();
      position = session.offer(answer, 0, Long.BYTES);
    }
  }

  boolean leads() {
    return leads;
  }

  @Override
  public void onRoleChange(Cluster.Role role) {
    leads = role == Cluster.Role.LEADER;
  }

  @Override
  public void onTakeSnapshot(ExclusivePublication snapshot) {
    answer.putLong(0, count);
    while (snapshot.offer(answer) < 0) {
      idle.idle();
    }
  }

  @Override
  public void onSessionOpen(ClientSession session, long timestamp) {}

  @Override
  public void onSessionClose(ClientSession session, long timestamp, CloseReason reason) {}

  @Override
  public void onTimerEvent(long correlationId, long timestamp) {}

  @Override
  public void onTerminate(Cluster cluster) {}
}
