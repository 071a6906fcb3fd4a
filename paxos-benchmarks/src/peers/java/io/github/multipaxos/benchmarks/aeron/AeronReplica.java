package io.github.multipaxos.benchmarks.aeron;

import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.MinMulticastFlowControlSupplier;
import io.aeron.driver.ThreadingMode;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/** A media driver, an archive, a consensus module, a service, and a client while it is driven. */
final class AeronReplica implements Replica {

  /** Datagrams on loopback need not be small. */
  private static final String LOG_CHANNEL = "aeron:udp?term-length=64m|mtu=8k";

  /** How many messages a thread takes at once: most of a window. */
  private static final int FRAGMENTS = 1024;

  private static final int TERM_BYTES = 16 << 20;
  private static final int SOCKET_BYTES = 2 << 20;
  private static final ErrorHandler ERRORS = e -> System.err.println("aeron: " + e);

  private final Seat seat;
  private final Ports ports;
  private final Supplier<IdleStrategy> idle;
  private final CountingService service = new CountingService();
  private @Nullable ClusteredMediaDriver member;
  private @Nullable ClusteredServiceContainer container;
  private @Nullable ClusterClient client;

  private AeronReplica(Seat seat, Supplier<IdleStrategy> idle) {
    this.seat = seat;
    this.ports = new Ports(seat);
    this.idle = idle;
  }

  static AeronReplica start(Seat seat, Supplier<IdleStrategy> idle) {
    AeronReplica replica = new AeronReplica(seat, idle);
    replica.member =
        ClusteredMediaDriver.launch(replica.driver(), replica.archive(), replica.module());
    replica.container = ClusteredServiceContainer.launch(replica.container());
    return replica;
  }

  private MediaDriver.Context driver() {
    return new MediaDriver.Context()
        .aeronDirectoryName(media())
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(true)
        .threadingMode(ThreadingMode.SHARED)
        .sharedIdleStrategy(idle.get())
        .termBufferSparseFile(true)
        .ipcTermBufferLength(TERM_BYTES)
        .socketRcvbufLength(SOCKET_BYTES)
        .socketSndbufLength(SOCKET_BYTES)
        .initialWindowLength(SOCKET_BYTES)
        .multicastFlowControlSupplier(new MinMulticastFlowControlSupplier())
        .errorHandler(ERRORS);
  }

  /** Buffers that threads share are files, which have no business on the disk. */
  private String media() {
    return seat.memoryDirectory().resolve("media").toString();
  }

  private int syncLevel() {
    return seat.durability() == Durability.FSYNC ? 1 : 0;
  }

  private Archive.Context archive() {
    return new Archive.Context()
        .archiveDir(file("archive"))
        .controlChannel(ports.archiveChannel())
        .replicationChannel(Ports.anyChannel())
        .recordingEventsEnabled(false)
        .threadingMode(ArchiveThreadingMode.SHARED)
        .idleStrategySupplier(idle)
        .catalogFileSyncLevel(syncLevel())
        .fileSyncLevel(syncLevel()); // a position is reported once the file is synced up to it
  }

  private ConsensusModule.Context module() {
    return new ConsensusModule.Context()
        .clusterMemberId(seat.id())
        .clusterMembers(ports.members())
        .clusterDir(file("cluster"))
        .fileSyncLevel(syncLevel())
        .ingressChannel(CommonContext.UDP_CHANNEL)
        .isIpcIngressAllowed(true)
        .ingressFragmentLimit(FRAGMENTS)
        .logFragmentLimit(FRAGMENTS)
        .logChannel(LOG_CHANNEL)
        .replicationChannel(Ports.anyChannel())
        .archiveContext(archiveClient())
        .leaderHeartbeatTimeoutNs(TimeUnit.SECONDS.toNanos(2))
        .idleStrategySupplier(idle)
        .errorHandler(ERRORS);
  }

  private ClusteredServiceContainer.Context container() {
    return new ClusteredServiceContainer.Context()
        .aeronDirectoryName(media())
        .clusterDir(file("cluster"))
        .archiveContext(archiveClient())
        .clusteredService(service)
        .logFragmentLimit(FRAGMENTS)
        .idleStrategySupplier(idle)
        .errorHandler(ERRORS);
  }

  private AeronArchive.Context archiveClient() {
    return new AeronArchive.Context()
        .aeronDirectoryName(media())
        .controlRequestChannel(CommonContext.IPC_CHANNEL)
        .controlResponseChannel(CommonContext.IPC_CHANNEL);
  }

  private File file(String name) {
    return seat.directory().resolve(name).toFile();
  }

  @Override
  public boolean leads() {
    return service.leads();
  }

  @Override
  public Driver driver(Workload workload) {
    CloseHelper.close(client);
    ClusterClient next = ClusterClient.start(clientContext(), workload, idle.get());
    client = next;
    return next;
  }

  private AeronCluster.Context clientContext() {
    AeronCluster.Context context =
        new AeronCluster.Context().aeronDirectoryName(media()).errorHandler(ERRORS);
    return leads()
        ? context.ingressChannel(CommonContext.IPC_CHANNEL).egressChannel(CommonContext.IPC_CHANNEL)
        : context
            .ingressChannel(CommonContext.UDP_CHANNEL)
            .ingressEndpoints(ports.ingressEndpoints())
            .egressChannel(ports.egressChannel());
  }

  @Override
  public void close() {
    CloseHelper.closeAll(client, container, member);
  }
}
