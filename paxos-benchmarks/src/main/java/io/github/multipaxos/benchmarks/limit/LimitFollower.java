package io.github.multipaxos.benchmarks.limit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes what arrives, syncs once no batch is there in part only, and says how many bytes that
 * makes, not counting the length before each batch.
 */
final class LimitFollower extends ChannelInboundHandlerAdapter {

  private final RecycledFile file;
  private ByteBuf[] arrived = new ByteBuf[16];
  private ByteBuffer[] views = new ByteBuffer[16];
  private int buffers;
  private long arrivedBytes;
  private long batchedBytes;
  private int missingBytes;
  private int length;
  private int lengthBytes;
  private long durableBytes;

  LimitFollower(RecycledFile file) {
    this.file = file;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (buffers == arrived.length) {
      arrived = Arrays.copyOf(arrived, 2 * buffers);
      views = Arrays.copyOf(views, 2 * buffers);
    }
    arrived[buffers] = bytes;
    views[buffers++] = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
    arrivedBytes += bytes.readableBytes();
    count(bytes);
  }

  private void count(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (missingBytes > 0) {
        int here = Math.min(missingBytes, bytes.writerIndex() - at);
        missingBytes -= here;
        at += here;
      } else {
        length = length << Byte.SIZE | bytes.getUnsignedByte(at++);
        if (++lengthBytes == Integer.BYTES) {
          missingBytes = length;
          batchedBytes += length;
          length = 0;
          lengthBytes = 0;
        }
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws IOException {
    if (buffers == 0) {
      return;
    }
    file.append(views, buffers, arrivedBytes);
    arrivedBytes = 0;
    while (buffers > 0) {
      arrived[--buffers].release();
    }
    if (missingBytes == 0 && lengthBytes == 0) {
      file.sync();
      durableBytes += batchedBytes;
      batchedBytes = 0;
      context.writeAndFlush(context.alloc().directBuffer(Long.BYTES).writeLong(durableBytes));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.err.println("limit: the follower stops: " + cause);
    context.close();
  }
}
