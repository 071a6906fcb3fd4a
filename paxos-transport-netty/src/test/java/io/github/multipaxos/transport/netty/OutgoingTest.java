package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.AskIndex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class OutgoingTest {

  private static final int MAX_BYTES = 1 << 20;

  private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(true);
  private final Outgoing outgoing = new Outgoing(new AskIndex(1, 2));

  private long usedBytes() {
    return alloc.metric().usedDirectMemory() + alloc.metric().usedHeapMemory();
  }

  private ByteBuf take(ByteBufAllocator from) {
    ByteBuf taken = outgoing.take(from, MAX_BYTES);
    assertThat(taken).isNotNull();
    return taken;
  }

  @Test
  void isEncodedOnceForAllWhoHoldIt() {
    outgoing.hold();
    outgoing.hold();

    ByteBuf first = take(alloc);
    long used = usedBytes();
    ByteBuf second = take(alloc);

    assertThat(usedBytes()).isEqualTo(used).isPositive();
    assertThat(ByteBufUtil.equals(first, second)).isTrue();
    first.release();
    assertThat(second.readableBytes()).isPositive();
    second.release();
    assertThat(usedBytes()).isZero();
  }

  @Test
  void leavesNoBufferBehindWhenTheLastHolderDropsIt() {
    outgoing.hold();
    outgoing.hold();

    take(alloc).release();
    assertThat(usedBytes()).isPositive();
    outgoing.drop();

    assertThat(usedBytes()).isZero();
  }

  @Test
  void isEncodedAgainForWhoeverComesLater() {
    outgoing.hold();
    take(alloc).release();
    assertThat(usedBytes()).isZero();

    outgoing.hold();
    take(alloc).release();

    assertThat(usedBytes()).isZero();
  }

  @Test
  void isNotEncodedIfItIsTooLarge() {
    outgoing.hold();
    outgoing.hold();

    assertThat(outgoing.take(alloc, 3)).isNull();
    assertThat(usedBytes()).isZero();
    take(alloc).release();

    assertThat(usedBytes()).isZero();
  }

  @Test
  void isTheVeryMessageAndNotItsEqual() {
    AskIndex message = new AskIndex(1, 1);

    assertThat(new Outgoing(message).isOf(message)).isTrue();
    assertThat(new Outgoing(message).isOf(new AskIndex(1, 1))).isFalse();
  }
}
