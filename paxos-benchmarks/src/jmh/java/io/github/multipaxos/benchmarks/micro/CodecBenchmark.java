package io.github.multipaxos.benchmarks.micro;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.github.multipaxos.transport.netty.wire.FrameReader;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The wire codec: an {@code Accept} with a batch of commands, there and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {

  private static final int PAYLOAD_BYTES = 128;
  private static final int MAX_BODY_BYTES = 16 << 20;

  /** How many commands share the decree. */
  @Param({"1", "64"})
  private int commands;

  private final FrameReader reader = new FrameReader(MAX_BODY_BYTES);
  private final FrameDecoder decoder = new FrameDecoder(MAX_BODY_BYTES);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private Frame frame = Frame.Alive.INSTANCE;
  private byte[] encoded = {};

  /** Makes the message. */
  @Setup
  public void prepare() {
    NodeId node = NodeId.of(1);
    List<Command> batch = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      Bytes payload = Bytes.wrap(new byte[PAYLOAD_BYTES]);
      batch.add(new Command(new CommandId(node, 1, 1_000_000L + i), payload));
    }
    Decree decree = new Decree.CommandBatch(1_700_000_000_000L, batch);
    frame = new Frame.Said(new Message.Accept(new Ballot(7, node), 123_456, decree, 123_455));
    encoded = EncodedFrame.of(frame).toArray();
  }

  /** Encodes into a direct buffer, as the transport does. */
  @Benchmark
  public int encode() {
    EncodedFrame ready = EncodedFrame.of(frame);
    ready.writeTo(buffer.clear());
    return buffer.position();
  }

  /** Cuts the frame out of the stream, checks and decodes it. */
  @Benchmark
  public Frame decode() throws MalformedFrameException {
    byte[] body = reader.read(ByteBuffer.wrap(encoded));
    if (body == null) {
      throw new IllegalStateException("a whole frame was there");
    }
    return decoder.decode(body);
  }
}
