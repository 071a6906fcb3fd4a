package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Replicas over a network that loses, repeats, reorders and delays, on disks that forget what was
 * not synced. Everything is drawn from one seed. Checks agreement at every step.
 */
final class LossyCluster {

  static final int ELECTION_TICKS = 10;

  final Map<NodeId, Node> nodes = new TreeMap<>();
  final Map<Long, Decree> chosen = new TreeMap<>();
  private final Map<CommandId, Long> slotOf =
      new TreeMap<>(
          java.util.Comparator.comparing(CommandId::origin)
              .thenComparing(CommandId::boot)
              .thenComparing(CommandId::sequence));
  private final List<Packet> network = new ArrayList<>();
  private final Random random;
  private final Membership membership;
  double loss = 0.1;
  double repeat = 0.1;
  final TreeSet<String> cut = new TreeSet<>();
  long leaderships;
  long messages;

  private record Packet(NodeId from, NodeId to, Message message) {}

  /** What was appended, and what waits for it. */
  private record Write(List<LogRecord> records, List<Envelope<Vow>> vows, long chosenThrough) {}

  LossyCluster(int size, long seed) {
    random = new Random(seed);
    TreeSet<NodeId> ids = new TreeSet<>();
    for (int i = 1; i <= size; i++) {
      ids.add(NodeId.of(i));
    }
    membership = Membership.majorityOf(ids);
    ids.forEach(id -> nodes.put(id, new Node(id)));
  }

  final class Node {
    final NodeId id;
    final List<LogRecord> durable = new ArrayList<>();
    final Deque<Write> writes = new ArrayDeque<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final TreeSet<Long> applied = new TreeSet<>();
    final TreeSet<Long> readsDone = new TreeSet<>();
    final Map<Long, Long> readFloor = new TreeMap<>();
    Replica replica;
    boolean isUp;
    long boot;
    long tick;
    long sequence;
    long reads;
    long handedThrough;
    long readableThrough;

    Node(NodeId id) {
      this.id = id;
      start();
    }

    void start() {
      boot++;
      tick = 0;
      sequence = 0;
      writes.clear();
      outcomes.clear();
      applied.clear();
      readFloor.clear();
      Recovered recovered = new Recovered();
      durable.forEach(recovered::add);
      ReplicaConfig config =
          new ReplicaConfig(
              id,
              boot,
              membership,
              2,
              ELECTION_TICKS,
              4,
              16,
              1 << 16,
              200,
              2000,
              1 << 20,
              id.value() * 31L + boot);
      replica = new Replica(config, recovered);
      handedThrough = recovered.chosenThrough();
      readableThrough = handedThrough;
      for (long slot = 1; slot <= handedThrough; slot++) { // the log itself must hold the prefix
        learn(slot, latest(slot));
      }
      isUp = true;
    }

    private Decree latest(long slot) {
      Decree latest = null;
      for (LogRecord record : durable) {
        if (record instanceof LogRecord.Voted voted && voted.slot() == slot) {
          latest = voted.vote().decree();
        } else if (record instanceof LogRecord.Learnt learnt && learnt.slot() == slot) {
          latest = learnt.decree();
        }
      }
      return latest;
    }

    /** A crash keeps what is durable and, sometimes, some of what is not. */
    void crash() {
      while (!writes.isEmpty() && random.nextBoolean()) {
        durable.addAll(writes.remove().records());
      }
      isUp = false;
    }

    void step(Event... events) {
      step(List.of(events));
    }

    void step(List<Event> events) {
      Effects effects = replica.step(events);
      for (Envelope<Message> envelope : effects.messages()) {
        send(id, envelope.to(), envelope.message());
      }
      writes.add(new Write(effects.records(), effects.vows(), replica.chosenThrough()));
      for (Effects.Chosen one : effects.chosen()) {
        learn(one.slot(), one.decree());
        handedThrough = one.slot();
      }
      outcomes.addAll(effects.outcomes());
      for (Long read : effects.reads()) {
        readsDone.add(read);
        if (handedThrough < readFloor.get(read)) {
          throw new AssertionError(
              "read "
                  + read
                  + " on "
                  + id
                  + " at "
                  + handedThrough
                  + " misses "
                  + readFloor.get(read));
        }
      }
      for (Effects.ReadBack readBack : effects.readBacks()) {
        List<Decree> decrees = new ArrayList<>();
        for (long s = readBack.firstSlot();
            s <= Math.min(readBack.throughSlot(), readableThrough) && decrees.size() < 5;
            s++) {
          Decree decree = latest(s);
          if (decree == null) {
            break;
          }
          if (!decree.equals(chosen.get(s))) {
            throw new AssertionError("node " + id + " would serve " + decree + " for slot " + s);
          }
          decrees.add(decree);
        }
        send(
            id,
            readBack.to(),
            new Message.Decrees(readBack.firstSlot(), decrees, readBack.chosenThrough()));
      }
      for (Notice notice : effects.notices()) {
        if (notice instanceof Notice.Leads) {
          leaderships++;
        }
      }
    }

    private void learn(long slot, Decree decree) {
      if (decree == null) {
        throw new AssertionError("node " + id + " has no decree for chosen slot " + slot);
      }
      Decree earlier = chosen.putIfAbsent(slot, decree);
      if (earlier != null && !earlier.equals(decree)) {
        throw new AssertionError(
            "slot " + slot + " on node " + id + ": " + decree + " but was " + earlier);
      }
      if (decree instanceof Decree.CommandBatch batch) {
        for (Command command : batch.commands()) {
          slotOf.putIfAbsent(command.id(), slot); // a second copy is not applied: rule C6
          if (command.id().origin().equals(id) && command.id().boot() == boot) {
            applied.add(command.id().sequence());
          }
        }
      }
    }

    void sync() {
      if (!writes.isEmpty()) {
        Write write = writes.remove();
        durable.addAll(write.records());
        readableThrough = write.chosenThrough();
        for (Envelope<Vow> vow : write.vows()) {
          if (vow.to().equals(id)) {
            step(new Event.Received(id, vow.message()));
          } else {
            send(id, vow.to(), vow.message());
          }
        }
      }
    }

    void propose(int bytes, long timeoutTicks) {
      CommandId commandId = new CommandId(id, boot, ++sequence);
      step(
          new Event.Proposed(
              new Command(commandId, Bytes.wrap(new byte[bytes])), tick + timeoutTicks));
    }

    void read(long timeoutTicks) {
      reads++;
      readFloor.put(reads, chosenSeenByAnybody());
      step(new Event.ReadAsked(reads, tick + timeoutTicks));
    }

    void tick(long by) {
      tick += by;
      step(new Event.Tick(tick, 1_000_000 + tick));
    }
  }

  /**
   * What some client may already know: everything that any node has handed to its state machine.
   */
  long chosenSeenByAnybody() {
    return nodes.values().stream().mapToLong(node -> node.handedThrough).max().orElse(0);
  }

  void send(NodeId from, NodeId to, Message message) {
    messages++;
    if (cut.contains(from + ">" + to) || random.nextDouble() < loss) {
      return;
    }
    network.add(new Packet(from, to, message));
    if (random.nextDouble() < repeat) {
      network.add(new Packet(from, to, message));
    }
  }

  /** Does one thing that a network, a disk or a clock might do next. */
  void anything() {
    List<Node> up = nodes.values().stream().filter(node -> node.isUp).toList();
    int dice = random.nextInt(100);
    if (dice < 60 && !network.isEmpty()) {
      deliver();
    } else if (!up.isEmpty()) {
      Node node = up.get(random.nextInt(up.size()));
      if (dice < 85) {
        node.sync();
      } else {
        node.tick(1);
      }
    }
  }

  private void deliver() {
    // Mostly in order, sometimes very old, never quite forgotten: a bag, drawn from near the front.
    int bound = random.nextInt(4) == 0 ? network.size() : Math.min(network.size(), 4);
    Packet packet = network.remove(random.nextInt(bound));
    Node node = nodes.get(packet.to);
    if (node.isUp) {
      node.step(new Event.Received(packet.from, packet.message));
    }
    if (network.size() > 5000) {
      network.subList(0, 1000).clear();
    }
  }

  /** A round in which every message arrives, every write is synced and every clock ticks. */
  void kindRound() {
    int due = network.size();
    for (int i = 0; i < due; i++) {
      deliver();
    }
    for (Node node : nodes.values()) {
      while (!node.writes.isEmpty()) {
        node.sync();
      }
      node.tick(1);
    }
  }

  Node pick() {
    List<Node> all = new ArrayList<>(nodes.values());
    return all.get(random.nextInt(all.size()));
  }

  Random random() {
    return random;
  }
}
