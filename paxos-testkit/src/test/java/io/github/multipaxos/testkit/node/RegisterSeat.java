package io.github.multipaxos.testkit.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.Role;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.register.WriteOnceRegister;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One member's place in a {@link RegisterCluster}: its disk, and the node that runs there. */
final class RegisterSeat {

  private static final PaxosConfig CONFIG =
      PaxosConfig.builder()
          .tick(Duration.ofMillis(5))
          .heartbeat(Duration.ofMillis(20))
          .electionTimeout(Duration.ofMillis(150))
          .retransmit(Duration.ofMillis(50))
          .operationTimeout(Duration.ofSeconds(50))
          .closeTimeout(Duration.ZERO)
          .build();

  private final NodeId id;
  private final RegisterCluster cluster;
  private final MemoryDisk disk = new MemoryDisk();
  private volatile WriteOnceRegister<String> register;

  RegisterSeat(NodeId id, RegisterCluster cluster) {
    this.id = id;
    this.cluster = cluster;
    this.register = start();
  }

  private WriteOnceRegister<String> start() {
    try {
      return WriteOnceRegister.builder(Codec.strings())
          .self(id.value())
          .cluster(cluster.name())
          .members(cluster.members())
          .log(MemoryLog.threaded(disk))
          .transport(cluster.network().newTransport())
          .config(CONFIG)
          .listener(cluster.events()::add)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process and the machine it runs on are gone, and what was not synced with them. */
  void losePower() {
    cluster.isolate(id);
    disk.cutPower();
    register.close();
  }

  /** Starts the node again, on what its disk has kept. */
  void restart() {
    cluster.network().healAll();
    register = start();
  }

  void close() {
    register.close();
  }

  NodeId id() {
    return id;
  }

  /** Returns the node of the moment; a closed one if it has lost power. */
  WriteOnceRegister<String> register() {
    return register;
  }

  boolean leads() {
    return register.status().role() == Role.LEADER;
  }

  /** Returns the claims that its disk has, in the order of the votes for them. */
  List<String> durableClaims() {
    List<String> claims = new ArrayList<>();
    for (LogRecord record : disk.durableRecords()) {
      if (record instanceof LogRecord.Voted voted
          && voted.vote().decree() instanceof Decree.CommandBatch batch) {
        batch.commands().forEach(command -> claims.add(command.payload().toUtf8()));
      }
    }
    return claims;
  }

  Answer decide(String key, String value) {
    return Answer.of(register.decide(key, value));
  }

  Answer decide(String key, String value, Duration timeout) {
    return Answer.of(register.decide(key, value, timeout));
  }

  Answer read(String key) {
    return Answer.of(register.read(key));
  }
}
