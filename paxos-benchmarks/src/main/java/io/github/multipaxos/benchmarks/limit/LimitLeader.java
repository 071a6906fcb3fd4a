package io.github.multipaxos.benchmarks.limit;

import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Sends whatever has been proposed to every follower, writes and syncs it, and completes what a
 * majority has synced, itself included. All of it on the event loop.
 */
final class LimitLeader implements Driver {

  private static final int MOST_GROUP_BYTES = 1 << 20;

  private final EventLoop loop;
  private final RecycledFile file;
  private final List<Channel> followers;
  private final Workload workload;
  private final byte[] operation;
  private final Runs runs = new Runs();
  private final ByteBuffer[] view = new ByteBuffer[1];

  /** How many bytes of operations each replica has durable, this one first. */
  private final long[] durableBytes;

  private final long[] sorted;
  private long completedBytes;
  private long sentBytes;
  private int waiting;
  private boolean isDue;

  LimitLeader(EventLoop loop, RecycledFile file, List<Channel> followers, Workload workload) {
    this.loop = loop;
    this.file = file;
    this.followers = List.copyOf(followers);
    this.workload = workload;
    this.operation = framed(workload.payload());
    this.durableBytes = new long[1 + followers.size()];
    this.sorted = new long[durableBytes.length];
  }

  private static byte[] framed(byte[] payload) {
    return ByteBuffer.allocate(Integer.BYTES + payload.length)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** Says what has been acknowledged to earlier drivers on the same connections. */
  void beginAt(long bytes) {
    Arrays.fill(durableBytes, bytes);
    completedBytes = bytes;
    sentBytes = bytes;
  }

  long sentBytes() {
    return sentBytes;
  }

  @Override
  public void propose(long startNanos, int operations) {
    if (loop.inEventLoop()) {
      add(startNanos, operations);
    } else {
      loop.execute(() -> add(startNanos, operations));
    }
  }

  private void add(long startNanos, int operations) {
    if (waiting > 0) {
      runs.extend(operations); // goes out with the one before
    } else {
      runs.add(startNanos, operations);
    }
    waiting += operations;
    goOn();
  }

  /**
   * Sends what waits, unless a follower has too much ahead of it that its socket has not taken.
   * That keeps memory bounded, and lets the event loop turn to its sockets between groups.
   */
  void goOn() {
    if (!isDue && waiting > 0 && areFollowersWritable()) {
      isDue = true;
      loop.execute(this::replicate);
    }
  }

  private boolean areFollowersWritable() {
    for (Channel follower : followers) {
      if (!follower.isWritable()) {
        return false;
      }
    }
    return true;
  }

  private void replicate() {
    isDue = false;
    int operations = Math.min(waiting, Math.max(1, MOST_GROUP_BYTES / operation.length));
    waiting -= operations;
    int bytes = operations * operation.length;
    ByteBuf group = PooledByteBufAllocator.DEFAULT.directBuffer(Integer.BYTES + bytes);
    group.writeInt(bytes);
    for (int i = 0; i < operations; i++) {
      group.writeBytes(operation);
    }
    sentBytes += bytes;
    for (Channel follower : followers) {
      follower.writeAndFlush(group.retainedDuplicate(), follower.voidPromise());
    }
    goOn();
    persist(group);
    group.release();
    complete();
  }

  private void persist(ByteBuf group) {
    view[0] = group.nioBuffer();
    try {
      file.append(view, 1, group.readableBytes());
      file.sync();
    } catch (IOException e) {
      workload.proposals().failed(1, e);
      return;
    }
    durableBytes[0] = sentBytes;
  }

  /** A follower has so many bytes durable. */
  void acknowledged(int follower, long bytes) {
    durableBytes[1 + follower] = bytes;
    complete();
  }

  private void complete() {
    System.arraycopy(durableBytes, 0, sorted, 0, sorted.length);
    Arrays.sort(sorted);
    long chosenBytes = sorted[(sorted.length - 1) / 2]; // as many have it as makes a majority
    int done = (int) ((chosenBytes - completedBytes) / operation.length);
    completedBytes += (long) done * operation.length;
    while (done > 0) {
      long startNanos = runs.firstStartNanos();
      int taken = runs.take(done);
      done -= taken;
      workload.proposals().completed(startNanos, taken);
    }
  }

  @Override
  public void read(long startNanos, int operations) {
    loop.execute(() -> workload.reads().completed(startNanos, operations));
  }
}
