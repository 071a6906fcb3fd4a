package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VouchingTest {

  private static final Identity SELF =
      new Identity(new ClusterId("c"), NodeId.of(1), 11, Boots.latest(1, 7));
  private static final Members THREE = Members.parse("1=a:1,2=b:1,3=c:1");

  private final Disk disk = new Disk();
  private final List<String> told = new ArrayList<>();

  /** Calls back when the test says so. */
  private static final class Disk implements PeerMemory {
    private final List<Runnable> unsynced = new ArrayList<>();
    private boolean isAdmitted;

    @Override
    public Optional<Acquaintance> of(NodeId peer) {
      return Optional.empty();
    }

    @Override
    public void note(Acquaintance met, Runnable whenDurable) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDisowned() {
      return false;
    }

    @Override
    public void disown() {}

    @Override
    public boolean isAdmitted() {
      return isAdmitted;
    }

    @Override
    public void admit(Runnable whenDurable) {
      unsynced.add(whenDurable);
    }
  }

  private void vouch(Vouching vouching, int peer) {
    vouching.vouched(NodeId.of(peer), () -> told.add("admitted"));
  }

  @Test
  void awaitsEveryOtherMember() {
    Vouching vouching = new Vouching(SELF, THREE, disk);
    assertThat(vouching.isAdmitted()).isFalse();
    assertThat(vouching.awaited()).containsExactly(NodeId.of(2), NodeId.of(3));

    vouch(vouching, 3);
    vouch(vouching, 3);
    vouch(vouching, 9);

    assertThat(vouching.awaited()).containsExactly(NodeId.of(2));
    assertThat(disk.unsynced).isEmpty();
  }

  @Test
  void admitsOnceAndNotBeforeThatIsDurable() {
    Vouching vouching = new Vouching(SELF, THREE, disk);

    vouch(vouching, 2);
    vouch(vouching, 3);
    vouch(vouching, 2);

    assertThat(told).isEmpty();
    assertThat(vouching.awaited()).isNotEmpty();
    assertThat(disk.unsynced).hasSize(1);
    disk.unsynced.get(0).run();
    assertThat(told).containsExactly("admitted");
    assertThat(vouching.awaited()).isEmpty();
  }

  @Test
  void doesNotAskAgainWhomItWasAdmittedBy() {
    disk.isAdmitted = true;

    Vouching vouching = new Vouching(SELF, THREE, disk);

    assertThat(vouching.isAdmitted()).isTrue();
    assertThat(vouching.awaited()).isEmpty();
    vouch(vouching, 2);
    assertThat(disk.unsynced).isEmpty();
  }

  @Test
  void needsNobodyWhenAlone() {
    Vouching vouching = new Vouching(SELF, Members.parse("1=a:1"), disk);

    assertThat(vouching.isAdmitted()).isTrue();
    assertThat(vouching.awaited()).isEmpty();
  }
}
