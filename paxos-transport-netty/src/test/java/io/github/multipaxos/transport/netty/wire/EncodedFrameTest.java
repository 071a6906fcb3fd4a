package io.github.multipaxos.transport.netty.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedFrameTest {

  private final FrameDecoder decoder = new FrameDecoder(1 << 20);

  private static byte[] body(Message message) {
    byte[] frame = EncodedFrame.of(message).toArray();
    return Arrays.copyOfRange(frame, FrameReader.HEADER_BYTES, frame.length);
  }

  /** Not merely something that protobuf reads. */
  @Test
  void isByteForByteWhatProtobufWrites() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      for (Message message : new RandomMessages(seed, 300).oneOfEach()) {
        byte[] body = body(message);

        Wire.Frame wire = Wire.Frame.parseFrom(body);

        assertThat(decoder.decodeAnyForm(body)).isEqualTo(new Frame.Said(message));
        assertThat(body).as("%s", message).isEqualTo(wire.toByteArray());
      }
    }
  }

  @Test
  void knowsHowLongItWillBe() {
    for (Message message : new RandomMessages(9, 300).oneOfEach()) {
      EncodedFrame frame = EncodedFrame.of(message);

      assertThat(frame.toArray()).hasSize(frame.bytes());
      assertThat(frame.bytes()).isEqualTo(FrameReader.HEADER_BYTES + frame.bodyBytes());
    }
  }

  /** So that it exceeds every limit, and is not taken for a small one. */
  @Test
  void isAsLargeAsCanBeIfItIsLargerThanThat() {
    Bytes large = Bytes.wrap(new byte[1 << 24]);
    Command command = new Command(new CommandId(NodeId.of(1), 1, 1), large);
    for (int commands : new int[] {128, 256, 300}) { // 2 GiB, 4 GiB and more
      List<Command> many = Collections.nCopies(commands, command);

      EncodedFrame frame = EncodedFrame.of(new Message.Forward(Ballot.NONE, many));

      assertThat(frame.bodyBytes()).isEqualTo(Integer.MAX_VALUE);
    }
  }
}
