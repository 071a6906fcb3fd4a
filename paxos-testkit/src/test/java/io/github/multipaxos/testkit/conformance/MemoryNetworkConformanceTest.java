package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.util.ArrayList;
import java.util.List;

/** The transports of the memory network keep every promise of their interface. */
class MemoryNetworkConformanceTest implements TransportConformance {

  private static final long BUDGET_BYTES = 16 << 20;

  private final MemoryNetwork network = MemoryNetwork.threaded(BUDGET_BYTES);

  static Members members(int count) {
    List<Member> members = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      members.add(new Member(NodeId.of(id), "memory", 0));
    }
    return Members.of(members);
  }

  @Override
  public Members newMembers(int count) {
    return members(count);
  }

  @Override
  public Transport newTransport() {
    return network.newTransport();
  }

  @Override
  public long boundBytes() {
    return 2 * BUDGET_BYTES;
  }

  @Override
  public long readAheadBytes() {
    return 8 << 10;
  }
}
