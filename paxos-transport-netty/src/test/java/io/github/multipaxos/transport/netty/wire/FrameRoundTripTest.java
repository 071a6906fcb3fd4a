package io.github.multipaxos.transport.netty.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameRoundTripTest {

  private static final int MAX_BYTES = 16 << 20;
  private static final Ballot BALLOT = new Ballot(7, NodeId.of(3));

  private final FrameDecoder decoder = new FrameDecoder(MAX_BYTES);

  private Frame roundTrip(Frame frame) throws MalformedFrameException {
    byte[] bytes = EncodedFrame.of(frame).toArray();
    byte[] body = new FrameReader(MAX_BYTES).read(ByteBuffer.wrap(bytes));
    assertThat(body).isNotNull();
    return decoder.decode(body);
  }

  private void survives(Message message) throws MalformedFrameException {
    assertThat(roundTrip(new Frame.Said(message))).isEqualTo(new Frame.Said(message));
  }

  @Test
  void keepsMessagesOfEveryKind() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      for (Message message : new RandomMessages(seed, 300).oneOfEach()) {
        survives(message);
      }
    }
  }

  @Test
  void knowsEveryKindThereIs() {
    Set<Class<?>> known = new HashSet<>();
    new RandomMessages(1, 10).oneOfEach().forEach(message -> known.add(message.getClass()));

    assertThat(known).isEqualTo(kinds(Message.class));
  }

  private static Set<Class<?>> kinds(Class<?> type) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      kinds.addAll(permitted.isInterface() ? kinds(permitted) : Set.of(permitted));
    }
    return kinds;
  }

  @Test
  void keepsEmptyPages() throws Exception {
    survives(new Message.Promise(BALLOT, 1, Long.MAX_VALUE, 0, 0, new TreeMap<>()));
    survives(new Message.Decrees(1, List.of(), 0));
    survives(new Message.Forward(BALLOT, List.of()));
    survives(new Message.Refused(BALLOT, List.of(), Message.Refused.Reason.OVERLOADED));
  }

  @Test
  void keepsDecreesOfEightMebibytes() throws Exception {
    byte[] payload = new byte[8 << 20];
    Arrays.fill(payload, (byte) 0xa5);
    Command large = new Command(new CommandId(NodeId.of(1), 1, 1), Bytes.wrap(payload));

    survives(new Message.Accept(BALLOT, 5, new Decree.CommandBatch(1, List.of(large)), 4));
  }

  @Test
  void keepsBatchesOfVerySmallCommands() throws Exception {
    Command[] commands = new Command[(8 << 20) / 64];
    for (int i = 0; i < commands.length; i++) {
      commands[i] = new Command(new CommandId(NodeId.of(1), 1, i), Bytes.EMPTY);
    }

    survives(new Message.Accept(BALLOT, 5, new Decree.CommandBatch(1, List.of(commands)), 4));
  }

  @Test
  void doesNotCopyPayloadsOutOfTheBody() throws Exception {
    Command command = new Command(new CommandId(NodeId.of(1), 1, 1), Bytes.utf8("before"));
    Frame frame = new Frame.Said(new Message.Forward(BALLOT, List.of(command)));
    byte[] body =
        new FrameReader(MAX_BYTES).read(ByteBuffer.wrap(EncodedFrame.of(frame).toArray()));

    Frame.Said said = (Frame.Said) decoder.decode(body);
    Arrays.fill(body, (byte) 'x');

    Bytes payload = ((Message.Forward) said.message()).commands().get(0).payload();
    assertThat(payload.toUtf8()).isEqualTo("xxxxxx");
  }

  @Test
  void writesTheSameIntoDirectBuffers() {
    for (Message message : new RandomMessages(5, 300).oneOfEach()) {
      EncodedFrame frame = EncodedFrame.of(new Frame.Said(message));
      ByteBuffer direct = ByteBuffer.allocateDirect(frame.bytes() + 3).position(3);

      frame.writeTo(direct);

      byte[] written = new byte[frame.bytes()];
      direct.position(3).get(written);
      assertThat(written).isEqualTo(frame.toArray());
    }
  }

  @Test
  void keepsHellos() throws Exception {
    Hello hello = new Hello(3, 2, "orders", 1, 2, -5L, 6L, Long.MIN_VALUE, 1 << 24);

    Hello naming = new Hello(3, 2, "c", 1, 2, 3L, 4L, 5L, 6, List.of(1, 2, -3), List.of());
    Hello telling =
        new Hello(3, 2, "c", 1, 2, 3L, 4L, 5L, 6, List.of(), List.of(-8L, 0L, 1L << 63));

    assertThat(roundTrip(hello)).isEqualTo(hello);
    assertThat(roundTrip(naming)).isEqualTo(naming);
    assertThat(roundTrip(telling)).isEqualTo(telling);
    assertThat(roundTrip(Frame.Alive.INSTANCE)).isEqualTo(Frame.Alive.INSTANCE);
  }

  @ParameterizedTest
  @EnumSource
  void keepsRefusals(Refusal.Reason reason) throws Exception {
    Refusal refusal = new Refusal(reason, "because; check the rest");

    assertThat(roundTrip(refusal)).isEqualTo(refusal);
  }

  @Test
  void makesRefusalsFitForALog() throws Exception {
    Refusal refusal = (Refusal) roundTrip(new Refusal(Refusal.Reason.OWN_ID, "a\nb".repeat(900)));

    assertThat(refusal.sentence()).doesNotContain("\n").hasSizeLessThanOrEqualTo(1025);
  }
}
