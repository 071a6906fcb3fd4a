package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.StateHash;
import io.github.multipaxos.model.Vote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes messages of every kind, with values that like the edges of their ranges. */
public final class RandomMessages {

  private final SplittableRandom random;
  private final int maxPayloadBytes;

  public RandomMessages(long seed, int maxPayloadBytes) {
    this.random = new SplittableRandom(seed);
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /** Returns one message of each kind. */
  public List<Message> oneOfEach() {
    return List.of(
        new Message.Canvass(ballot(), number()),
        new Message.CanvassAnswer(ballot(), number(), random.nextBoolean(), ballot()),
        new Message.Prepare(ballot(), slot(), ballot()),
        new Message.Promise(ballot(), slot(), slot(), slot(), slot(), slot(), votes()),
        new Message.Accept(ballot(), slot(), decree(), slot()),
        new Message.Accepted(ballot(), slot()),
        new Message.Nack(ballot(), ballot()),
        new Message.Chosen(ballot(), slot()),
        new Message.TakeOver(ballot()),
        new Message.Heartbeat(
            ballot(), number(), slot(), slot(), new StateHash(slot(), random.nextLong())),
        new Message.HeartbeatAck(
            ballot(), number(), slot(), number(), new StateHash(slot(), random.nextLong())),
        new Message.Forward(ballot(), some(this::command)),
        new Message.Refused(ballot(), some(this::id), reason()),
        new Message.AskIndex(number(), number(), true),
        new Message.Index(number(), number(), slot(), true),
        new Message.Fetch(slot(), slot()),
        new Message.Decrees(slot(), some(this::decree), slot(), slot()),
        new Message.AskSnapshot(slot(), slot()),
        new Message.SnapshotPart(
            new SnapshotId(slot(), Long.MAX_VALUE, random.nextInt()),
            random.nextInt(Integer.MAX_VALUE),
            command().payload()));
  }

  /** Returns a message of any kind. */
  public Message any() {
    List<Message> each = oneOfEach();
    return each.get(random.nextInt(each.size()));
  }

  private long number() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextLong();
      default -> random.nextInt(1000);
    };
  }

  private long slot() {
    return number() & Long.MAX_VALUE;
  }

  private NodeId node() {
    return NodeId.of(random.nextInt(8) == 0 ? Integer.MAX_VALUE : random.nextInt(9));
  }

  private Ballot ballot() {
    return random.nextInt(8) == 0 ? Ballot.NONE : new Ballot(slot(), node());
  }

  private CommandId id() {
    return new CommandId(node(), number(), number());
  }

  private Command command() {
    byte[] payload = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(maxPayloadBytes + 1)];
    random.nextBytes(payload);
    return new Command(id(), Bytes.wrap(payload));
  }

  private Decree decree() {
    if (random.nextInt(4) == 0) {
      return Decree.Noop.INSTANCE;
    }
    List<Command> commands = new ArrayList<>(some(this::command));
    commands.add(command());
    return new Decree.CommandBatch(number(), commands);
  }

  private SortedMap<Long, Vote> votes() {
    SortedMap<Long, Vote> votes = new TreeMap<>();
    some(this::slot).forEach(slot -> votes.put(slot, new Vote(ballot(), decree())));
    return votes;
  }

  private Message.Refused.Reason reason() {
    Message.Refused.Reason[] all = Message.Refused.Reason.values();
    return all[random.nextInt(all.length)];
  }

  private <T> List<T> some(Supplier<T> one) {
    Collection<T> some = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      some.add(one.get());
    }
    return List.copyOf(some);
  }
}
