package io.github.multipaxos.benchmarks.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;

/** Counts commands and does not look at them. */
final class CountingMachine extends StateMachineAdapter {

  private volatile boolean leads;
  private volatile long count;

  @Override
  public void onApply(Iterator commands) {
    long counted = count;
    for (; commands.hasNext(); commands.next()) {
      counted++;
      Closure done = commands.done();
      if (done != null) {
        done.run(Status.OK());
      }
    }
    count = counted; // before the library reports these as applied, which reads wait for
  }

  @Override
  public void onLeaderStart(long term) {
    leads = true;
  }

  @Override
  public void onLeaderStop(Status status) {
    leads = false;
  }

  boolean leads() {
    return leads;
  }

  long count() {
    return count;
  }
}
