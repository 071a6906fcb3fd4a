package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The Netty transport keeps every promise of its interface, over real sockets. */
class NettyTransportConformanceTest implements TransportConformance {

  @Override
  public Members newMembers(int count) throws IOException {
    List<Member> members = new ArrayList<>();
    List<ServerSocket> reserved = new ArrayList<>(); // all at once, so that no port comes twice
    for (int id = 1; id <= count; id++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      reserved.add(socket);
      members.add(new Member(NodeId.of(id), "127.0.0.1", socket.getLocalPort()));
    }
    for (ServerSocket socket : reserved) {
      socket.close();
    }
    return Members.of(members);
  }

  @Override
  public Transport newTransport() {
    return NettyTransport.create();
  }

  /** 16 MiB that wait, 16 MiB encoded, and what the system buffers on both sides. */
  @Override
  public long boundBytes() {
    return 64L << 20;
  }
}
