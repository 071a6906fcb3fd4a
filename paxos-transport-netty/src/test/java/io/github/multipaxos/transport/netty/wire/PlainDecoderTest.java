package io.github.multipaxos.transport.netty.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Protobuf's own parser is the judge of what the plain decoder tells. */
class PlainDecoderTest {

  private static final int MAX_PARTS = 4096;
  private static final Ballot BALLOT = new Ballot(7, NodeId.of(3));

  private final FrameDecoder judge = new FrameDecoder(16 * MAX_PARTS);

  private static byte[] body(Message message) {
    byte[] frame = EncodedFrame.of(message).toArray();
    return Arrays.copyOfRange(frame, FrameReader.HEADER_BYTES, frame.length);
  }

  private static Message accept(int commands, int payloadBytes) {
    List<Command> batch = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      CommandId id = new CommandId(NodeId.of(1), 1, i);
      batch.add(new Command(id, Bytes.wrap(new byte[payloadBytes])));
    }
    return new Message.Accept(BALLOT, 5, new Decree.CommandBatch(1, batch), 4);
  }

  /** Returns whether the bytes were plain; what was told of them must be right. */
  private boolean isToldRightly(byte[] body) {
    Message plain = PlainDecoder.decode(body, MAX_PARTS);
    if (plain == null) {
      return false;
    }
    try {
      assertThat(judge.decodeAnyForm(body)).isEqualTo(new Frame.Said(plain));
    } catch (MalformedFrameException e) {
      throw new AssertionError("took " + plain + " from " + Arrays.toString(body), e);
    }
    return true;
  }

  @Test
  void tellsTheKindsThatComeInNumbers() {
    Set<String> told = new TreeSet<>();
    Set<String> left = new TreeSet<>();
    for (long seed = 0; seed < 500; seed++) {
      for (Message message : new RandomMessages(seed, 300).oneOfEach()) {
        (isToldRightly(body(message)) ? told : left).add(message.getClass().getSimpleName());
      }
    }

    assertThat(told)
        .containsExactlyInAnyOrder(
            "Accept",
            "Accepted",
            "Chosen",
            "Heartbeat",
            "HeartbeatAck",
            "Forward",
            "AskIndex",
            "Index",
            "Decrees");
    assertThat(left).doesNotContainAnyElementsOf(told);
  }

  @Test
  void tellsNothingWrongOfMutatedFrames() {
    int plain = 0;
    int other = 0;
    for (int seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (Message message : new RandomMessages(seed, 20).oneOfEach()) {
        if (isToldRightly(mutated(body(message), random))) {
          plain++;
        } else {
          other++;
        }
      }
    }
    assertThat(plain).isGreaterThan(1000);
    assertThat(other).isGreaterThan(1000);
  }

  /** Small changes, most of them of bytes that are lengths, tags and numbers. */
  private static byte[] mutated(byte[] body, SplittableRandom random) {
    byte[] bytes = body.clone();
    for (int left = 1 + random.nextInt(2); left > 0 && bytes.length > 0; left--) {
      int at = random.nextInt(Math.min(bytes.length, 40));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
        case 2 -> bytes[at] = (byte) 0xff;
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length - 1);
        default -> bytes = Arrays.copyOf(bytes, bytes.length + 1);
      }
    }
    return bytes;
  }

  /** Whatever byte says how long something is, there it is made longer and shorter. */
  @Test
  void tellsNothingWrongWhereALengthIsWrong() {
    byte[] body = body(accept(3, 5));
    int plain = 0;
    for (int at = 0; at < body.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = body.clone();
        changed[at] = (byte) value;
        plain += isToldRightly(changed) ? 1 : 0;
      }
    }
    assertThat(plain).isGreaterThan(body.length);
  }

  @Test
  void leavesOtherOrdersToProtobuf() throws Exception {
    Message message = accept(2, 5);
    Wire.Accept accept = Wire.Frame.parseFrom(body(message)).getAccept();
    List<ByteString> fields = new ArrayList<>();
    accept
        .getAllFields()
        .forEach(
            (field, value) ->
                fields.add(Wire.Accept.newBuilder().setField(field, value).build().toByteString()));
    Collections.reverse(fields);
    byte[] reversed = frame(Wire.Frame.ACCEPT_FIELD_NUMBER, ByteString.copyFrom(fields));

    assertThat(PlainDecoder.decode(reversed, MAX_PARTS)).isNull();
    assertThat(judge.decode(reversed)).isEqualTo(new Frame.Said(message));
  }

  @Test
  void leavesPartsThatComeTwiceToProtobuf() throws Exception {
    Message message = new Message.Accepted(BALLOT, 5);
    ByteString accepted = Wire.Frame.parseFrom(body(message)).getAccepted().toByteString();
    byte[] twice = frame(Wire.Frame.ACCEPTED_FIELD_NUMBER, accepted.concat(accepted));

    assertThat(PlainDecoder.decode(twice, MAX_PARTS)).isNull();
    assertThat(judge.decode(twice)).isEqualTo(new Frame.Said(message));
  }

  private static byte[] frame(int field, ByteString part) throws InvalidProtocolBufferException {
    UnknownFieldSet.Field kind =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(part).build();
    return UnknownFieldSet.newBuilder().addField(field, kind).build().toByteArray();
  }

  @Test
  void takesNumbersWithMoreBytesThanTheyNeed() throws Exception {
    byte[] body = {(byte) 0xaa, 1, 7, 10, 2, 8, 7, 16, (byte) 0x83, 0};

    assertThat(judge.decodeAnyForm(body)).isEqualTo(judge.decode(body));
    assertThat(judge.decode(body))
        .isEqualTo(new Frame.Said(new Message.Accepted(new Ballot(7, NodeId.NOBODY), 3)));
    assertThat(isToldRightly(body)).isTrue();
  }

  @Test
  void takesAsManyPartsAsAreAllowedAndNoMore() throws Exception {
    FrameDecoder decoder = new FrameDecoder(16 * 64);
    byte[] most = body(accept(64 - 4, 0)); // the accept, its ballot, its decree, its batch
    byte[] more = body(accept(64 - 3, 0));

    assertThat(PlainDecoder.decode(most, 64)).isEqualTo(accept(60, 0));
    assertThat(decoder.decodeAnyForm(most)).isEqualTo(decoder.decode(most));
    assertThat(PlainDecoder.decode(more, 64)).isNull();
    assertThatThrownBy(() -> decoder.decode(more)).isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void takesNoPartsBehindTheLastThatIsAllowed() {
    byte[] body = body(new Message.Decrees(1, Collections.nCopies(9, Decree.Noop.INSTANCE), 9));

    assertThat(PlainDecoder.decode(body, 19)).isNotNull();
    for (int parts = 0; parts < 19; parts++) { // one, and two for each decree
      assertThat(PlainDecoder.decode(body, parts)).as("%d parts", parts).isNull();
    }
  }
}
