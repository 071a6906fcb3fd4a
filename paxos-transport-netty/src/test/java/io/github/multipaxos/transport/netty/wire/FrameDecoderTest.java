package io.github.multipaxos.transport.netty.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderTest {

  private static final Wire.Ballot BALLOT = Wire.Ballot.newBuilder().setRound(1).setNode(1).build();
  private static final Wire.Decree NOOP =
      Wire.Decree.newBuilder().setNoop(Wire.Noop.getDefaultInstance()).build();

  private final FrameDecoder decoder = new FrameDecoder(1 << 20);

  private static byte[] body(Message message) {
    byte[] frame = EncodedFrame.of(new Frame.Said(message)).toArray();
    return Arrays.copyOfRange(frame, FrameReader.HEADER_BYTES, frame.length);
  }

  /** Decodes, and fails on anything but a frame or a clean refusal. */
  private boolean isTaken(byte[] bytes) {
    try {
      decoder.decode(bytes);
      return true;
    } catch (MalformedFrameException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    } catch (RuntimeException | Error e) {
      return fail("bytes " + Arrays.toString(bytes), e);
    }
  }

  @Test
  void survivesRandomBytes() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      isTaken(bytes);
    }
  }

  @Test
  void survivesMutatedFrames() {
    int taken = 0;
    int refused = 0;
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (Message message : new RandomMessages(seed, 20).oneOfEach()) {
        if (isTaken(mutated(body(message), random))) {
          taken++;
        } else {
          refused++;
        }
      }
    }
    assertThat(taken).isPositive();
    assertThat(refused).isPositive();
  }

  private static byte[] mutated(byte[] body, SplittableRandom random) {
    byte[] bytes = body.clone();
    for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 0; left--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) 0xff;
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        default -> System.arraycopy(bytes.clone(), at, bytes, 0, bytes.length - at);
      }
    }
    return bytes;
  }

  @Test
  void refusesEveryCutFrame() {
    Message message =
        new RandomMessages(3, 20)
            .oneOfEach().stream()
                .filter(m -> m instanceof Message.Accept)
                .findFirst()
                .orElseThrow();
    byte[] body = body(message);

    for (int length = 0; length < body.length; length++) {
      assertThat(isTaken(Arrays.copyOf(body, length))).as("cut to %d", length).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatCannotBe(Wire.Frame frame, String sentence) {
    assertThatThrownBy(() -> decoder.decode(frame.toByteArray()))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining(sentence);
  }

  static Stream<Object[]> refusesWhatCannotBe() {
    Wire.Vote vote = Wire.Vote.newBuilder().setSlot(5).setBallot(BALLOT).setDecree(NOOP).build();
    Wire.Promise promise = Wire.Promise.newBuilder().setBallot(BALLOT).build();
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    return Stream.of(
        new Object[] {Wire.Frame.getDefaultInstance(), "unknown kind"},
        new Object[] {
          frame().setGroup(1).setAlive(Wire.Alive.getDefaultInstance()).build(), "group 1"
        },
        new Object[] {frame().setUnknownFields(unknown).build(), "Frame with field 99"},
        new Object[] {
          frame().setAlive(Wire.Alive.newBuilder().setUnknownFields(unknown)).build(),
          "Alive with field 99"
        },
        new Object[] {
          frame().setHello(Wire.Hello.newBuilder().setMagic(1)).build(), "other protocol"
        },
        new Object[] {
          frame().setPrepare(Wire.Prepare.newBuilder().setFirstSlot(1)).build(), "its ballot"
        },
        new Object[] {
          frame().setPrepare(Wire.Prepare.newBuilder().setBallot(BALLOT).setFirstSlot(-1)).build(),
          "slot 18446744073709551615 is out of range"
        },
        new Object[] {
          frame()
              .setTakeOver(
                  Wire.TakeOver.newBuilder().setBallot(Wire.Ballot.newBuilder().setRound(-1)))
              .build(),
          "round 18446744073709551615 is out of range"
        },
        new Object[] {
          frame()
              .setTakeOver(
                  Wire.TakeOver.newBuilder().setBallot(Wire.Ballot.newBuilder().setNode(-1)))
              .build(),
          "node 4294967295 is out of range"
        },
        new Object[] {
          frame().setAccept(Wire.Accept.newBuilder().setBallot(BALLOT)).build(), "its decree"
        },
        new Object[] {
          frame()
              .setAccept(
                  Wire.Accept.newBuilder()
                      .setBallot(BALLOT)
                      .setDecree(Wire.Decree.getDefaultInstance()))
              .build(),
          "decree of an unknown kind"
        },
        new Object[] {
          frame()
              .setAccept(
                  Wire.Accept.newBuilder()
                      .setBallot(BALLOT)
                      .setDecree(
                          Wire.Decree.newBuilder()
                              .setBatch(Wire.CommandBatch.getDefaultInstance())))
              .build(),
          "batch without a command"
        },
        new Object[] {frame().setPromise(promise.toBuilder().setThroughSlot(-1)).build(), "slot"},
        new Object[] {
          frame().setPromise(promise.toBuilder().addVotes(vote).addVotes(vote)).build(),
          "a vote in slot 5 behind one in 5"
        },
        new Object[] {
          frame().setRefused(Wire.Refused.newBuilder().setBallot(BALLOT)).build(), "reason 0"
        },
        new Object[] {
          frame().setRefused(Wire.Refused.newBuilder().setBallot(BALLOT).setReasonValue(9)).build(),
          "reason 9"
        });
  }

  private static Wire.Frame.Builder frame() {
    return Wire.Frame.newBuilder();
  }

  @Test
  void letsHellosOfOtherVersionsSayMore() throws Exception {
    UnknownFieldSet more =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .addField(
                98,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("news"))
                    .build())
            .build();
    Wire.Frame hello =
        frame()
            .setHello(
                Wire.Hello.newBuilder().setMagic(Hello.MAGIC).setVersion(7).setUnknownFields(more))
            .build();

    assertThat(((Hello) decoder.decode(hello.toByteArray())).version()).isEqualTo(7);
  }

  @Test
  void refusesAMillionEmptyPartsBeforeMakingAnyOfThem() throws Exception {
    byte[] empty = new byte[2_000_000]; // each part is a tag and a length of 0
    for (int i = 0; i < empty.length; i += 2) {
      empty[i] = (2 << 3) | 2;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(Wire.Frame.FORWARD_FIELD_NUMBER, 2);
    out.writeUInt32NoTag(empty.length);
    out.writeRawBytes(empty);
    out.flush();

    assertThatThrownBy(() -> decoder.decode(bytes.toByteArray()))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("parts");
  }

  @Test
  void refusesNestedGroups() {
    byte[] groups = new byte[100_000];
    Arrays.fill(groups, (byte) ((15 << 3) | 3));
    for (int field : List.of(Wire.Frame.HELLO_FIELD_NUMBER, Wire.Frame.PREPARE_FIELD_NUMBER)) {
      Wire.Frame frame =
          Wire.Frame.newBuilder()
              .setUnknownFields(
                  UnknownFieldSet.newBuilder()
                      .addField(
                          field,
                          UnknownFieldSet.Field.newBuilder()
                              .addLengthDelimited(ByteString.copyFrom(groups))
                              .build())
                      .build())
              .build();

      assertThat(isTaken(frame.toByteArray())).isFalse();
    }
  }
}
