package io.github.multipaxos.benchmarks.limit;

import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A leader, which is replica 1, or a follower. */
final class LimitReplica implements Replica {

  private final Seat seat;
  private final Sockets sockets;
  private final RecycledFile file;
  private final List<Channel> followers = new CopyOnWriteArrayList<>();
  private volatile @Nullable LimitLeader leader;

  private LimitReplica(Seat seat, RecycledFile file) {
    this.seat = seat;
    this.file = file;
    this.sockets = new Sockets("limit-" + seat.id());
  }

  static LimitReplica start(Seat seat, long fileBytes) throws IOException {
    RecycledFile file =
        RecycledFile.open(
            seat.keptDirectory().resolve("recycled.dat"), fileBytes, seat.durability());
    LimitReplica replica = new LimitReplica(seat, file);
    if (seat.id() == 1) {
      replica.dialFollowers();
    } else {
      replica.sockets.listen(seat.port(seat.id()), () -> new LimitFollower(file));
    }
    return replica;
  }

  private void dialFollowers() {
    for (int follower = 2; follower <= seat.replicas(); follower++) {
      sockets.dial(seat.port(follower), Acknowledgements::new);
    }
  }

  @Override
  public boolean leads() {
    return seat.id() == 1 && followers.size() == seat.replicas() - 1;
  }

  @Override
  public Driver driver(Workload workload) {
    if (!leads()) {
      throw new IllegalStateException("limit is driven at its leader, replica 1, once all are up");
    }
    LimitLeader next = new LimitLeader(sockets.loop(), file, followers, workload);
    LimitLeader last = leader;
    if (last != null) {
      next.beginAt(last.sentBytes());
    }
    leader = next;
    return next;
  }

  /** Reads how many bytes a follower has durable: eight bytes each time. */
  private final class Acknowledgements extends ChannelInboundHandlerAdapter {
    private int follower;
    private long value;
    private int have;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      follower = followers.size();
      followers.add(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      while (bytes.isReadable()) {
        value = value << Byte.SIZE | bytes.readUnsignedByte();
        if (++have == Long.BYTES) {
          have = 0;
          acknowledge(follower, value);
        }
      }
      bytes.release();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      LimitLeader current = leader;
      if (current != null) {
        current.goOn();
      }
    }

    private void acknowledge(int from, long durableBytes) {
      LimitLeader current = leader;
      if (current != null) {
        current.acknowledged(from, durableBytes);
      }
    }
  }

  @Override
  public void close() {
    sockets.close();
    try {
      file.close();
    } catch (IOException e) {
      System.err.println("limit: cannot close its file: " + e.getMessage());
    }
  }
}
