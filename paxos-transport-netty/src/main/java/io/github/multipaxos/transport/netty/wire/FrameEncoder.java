package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.transport.netty.proto.Wire;

/** Turns frames about the connection into their protobuf form; messages have a way of their own. */
final class FrameEncoder {

  private FrameEncoder() {}

  static Wire.Frame encode(Frame frame) {
    Wire.Frame.Builder wire = Wire.Frame.newBuilder();
    if (frame instanceof Hello hello) {
      wire.setHello(hello(hello));
    } else if (frame instanceof Refusal refusal) {
      wire.setRefusal(refusal(refusal));
    } else if (frame instanceof Frame.Alive) {
      wire.setAlive(Wire.Alive.getDefaultInstance());
    } else {
      throw new IllegalArgumentException("not about the connection: " + frame);
    }
    return wire.build();
  }

  private static Wire.Hello hello(Hello hello) {
    return Wire.Hello.newBuilder()
        .setMagic(Hello.MAGIC)
        .setVersion(hello.version())
        .setOldestVersion(hello.oldestVersion())
        .setCluster(hello.cluster())
        .setFrom(hello.from())
        .setTo(hello.to())
        .setIncarnation(hello.incarnation())
        .setBoot(hello.boot())
        .setProcess(hello.process())
        .setMaxFrameBytes(hello.maxFrameBytes())
        .addAllMembers(hello.members())
        .addAllEarlierProcesses(hello.earlierProcesses())
        .build();
  }

  private static Wire.Refusal refusal(Refusal refusal) {
    Wire.Refusal.Reason reason =
        switch (refusal.reason()) {
          case UNSPECIFIED -> Wire.Refusal.Reason.UNSPECIFIED;
          case UNSUPPORTED_VERSION -> Wire.Refusal.Reason.UNSUPPORTED_VERSION;
          case WRONG_CLUSTER -> Wire.Refusal.Reason.WRONG_CLUSTER;
          case UNKNOWN_NODE -> Wire.Refusal.Reason.UNKNOWN_NODE;
          case WRONG_TARGET -> Wire.Refusal.Reason.WRONG_TARGET;
          case OWN_ID -> Wire.Refusal.Reason.OWN_ID;
          case OTHER_INCARNATION -> Wire.Refusal.Reason.OTHER_INCARNATION;
          case LOWER_BOOT -> Wire.Refusal.Reason.LOWER_BOOT;
          case DUPLICATE_ID -> Wire.Refusal.Reason.DUPLICATE_ID;
          case OTHER_MEMBERS -> Wire.Refusal.Reason.OTHER_MEMBERS;
          case COPIED_DIRECTORY -> Wire.Refusal.Reason.COPIED_DIRECTORY;
          case DIVERGED_DIRECTORY -> Wire.Refusal.Reason.DIVERGED_DIRECTORY;
        };
    return Wire.Refusal.newBuilder().setReason(reason).setSentence(refusal.sentence()).build();
  }
}
