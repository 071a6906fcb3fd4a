package io.github.multipaxos.benchmarks.ratis;

import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Seat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.netty.NettyConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** How a server is set up. */
final class Settings {

  /** As many as can be outstanding. */
  private static final int OUTSTANDING = 1 << 20;

  private static final SizeInBytes OUTSTANDING_BYTES = SizeInBytes.valueOf("512MB");

  private Settings() {}

  static RaftProperties of(Seat seat) {
    RaftProperties properties = new RaftProperties();
    RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.NETTY);
    NettyConfigKeys.Server.setPort(properties, seat.port(seat.id()));
    NettyConfigKeys.Server.setUseEpoll(properties, true);
    NettyConfigKeys.Client.setUseEpoll(properties, true);
    RaftServerConfigKeys.setStorageDir(properties, List.of(seat.directory().toFile()));
    log(properties, seat.durability());
    server(properties);
    RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, OUTSTANDING);
    return properties;
  }

  private static void log(RaftProperties properties, Durability durability) {
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, durability == Durability.NONE);
    // One sync for what has been written meanwhile, however much.
    RaftServerConfigKeys.Log.setForceSyncNum(properties, OUTSTANDING);
    RaftServerConfigKeys.Log.setQueueElementLimit(properties, OUTSTANDING);
    RaftServerConfigKeys.Log.setQueueByteLimit(properties, OUTSTANDING_BYTES);
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("256MB"));
    RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("64MB"));
    // Segments stay in the heap until they are evicted; two are enough for what is under way.
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
    // A sender waits so long between two batches: a millisecond unless told.
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
  }

  private static void server(RaftProperties properties) {
    RaftServerConfigKeys.Write.setElementLimit(properties, OUTSTANDING);
    RaftServerConfigKeys.Write.setByteLimit(properties, OUTSTANDING_BYTES);
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
    // Every request is remembered for so long in case that it is sent again: a minute unless told,
    // which is a heap full of them.
    RaftServerConfigKeys.RetryCache.setExpiryTime(properties, TimeDuration.ONE_SECOND);
    // Others on the same cores can hold up a heartbeat for longer than the default.
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(2, TimeUnit.SECONDS));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(3, TimeUnit.SECONDS));
  }
}
