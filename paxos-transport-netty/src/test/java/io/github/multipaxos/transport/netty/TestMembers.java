package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Members of a cluster on ports of this machine that nobody uses. */
final class TestMembers {

  private TestMembers() {}

  static Members of(int count) throws IOException {
    List<Member> members = new ArrayList<>();
    List<ServerSocket> reserved = new ArrayList<>();
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

  static int port(Members members, int id) {
    return members.get(NodeId.of(id)).orElseThrow().port();
  }
}
