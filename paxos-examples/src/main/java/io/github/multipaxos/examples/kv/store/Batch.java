package io.github.multipaxos.examples.kv.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Several commands that are applied one after the other with nothing in between, and answered by an
 * array of their replies. What a client sends in one go travels as one batch, which is what keeps
 * it in order whichever way it takes to the leader.
 *
 * @param commands the commands in order, none of them a batch
 */
public record Batch(List<KvCommand> commands) implements KvCommand {

  /** Checks that batches are flat, which bounds the depth of decoding. */
  public Batch {
    commands = List.copyOf(commands);
    for (KvCommand command : commands) {
      if (command instanceof Batch) {
        throw new IllegalArgumentException("a batch must not contain another");
      }
    }
  }

  @Override
  public Reply applyTo(KeySpace keys, long nowMillis) {
    List<Reply> replies = new ArrayList<>(commands.size());
    for (KvCommand command : commands) {
      replies.add(command.applyTo(keys, nowMillis));
    }
    return new Reply.Array(replies);
  }

  @Override
  public Op op() {
    return Op.BATCH;
  }

  @Override
  public void write(FieldWriter out) {
    out.writeCount(commands.size());
    commands.forEach(command -> KvCodec.writeCommand(command, out));
  }

  static KvCommand read(ByteBuffer in) {
    return new Batch(Fields.readList(in, Batch::readElement));
  }

  /** Looks at the number before reading on: nested batches must not nest calls. */
  private static KvCommand readElement(ByteBuffer in) {
    if (in.hasRemaining() && in.get(in.position()) == Op.BATCH.number()) {
      throw new IllegalArgumentException("a batch must not contain another");
    }
    return KvCodec.readCommand(in);
  }
}
