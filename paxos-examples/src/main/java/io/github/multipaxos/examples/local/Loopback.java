package io.github.multipaxos.examples.local;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds addresses for a cluster that lives on one machine. */
public final class Loopback {

  private Loopback() {}

  /** Returns members 1 to {@code size}, each on a port of the loopback address that is free now. */
  public static Members members(int size) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<ServerSocket> sockets = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    try {
      for (int id = 1; id <= size; id++) {
        ServerSocket socket = new ServerSocket(0, 1, loopback);
        sockets.add(socket); // open until the end, or the next one might get the same port
        int port = socket.getLocalPort();
        members.add(new Member(NodeId.of(id), loopback.getHostAddress(), port));
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
    return Members.of(members);
  }
}
