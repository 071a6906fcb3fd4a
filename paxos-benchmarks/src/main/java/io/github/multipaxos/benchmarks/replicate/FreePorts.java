package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.system.Seat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports that nobody listens on. */
public final class FreePorts {

  private FreePorts() {}

  /** Returns so many ports for each of so many replicas, all different and free now. */
  public static List<List<Integer>> find(int replicas, int portsEach) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<List<Integer>> ports = new ArrayList<>();
    try {
      for (int replica = 0; replica < replicas; replica++) {
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < portsEach; i++) {
          ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(Seat.HOST));
          sockets.add(socket); // open until the end, or the next one might get the same port
          own.add(socket.getLocalPort());
        }
        ports.add(own);
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
    return ports;
  }
}
