package io.github.multipaxos.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives turns when a test asks for them, on the test's thread. */
final class ManualThreads implements LogThreads {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private @Nullable Work work;

  @Override
  public void start(String name, Work work) {
    this.work = work;
  }

  @Override
  public void wake() {
    // The test decides.
  }

  @Override
  public void later(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void stop() {
    // The log runs what is left itself.
  }

  boolean turn() {
    return Objects.requireNonNull(work).turn();
  }

  void turns() {
    while (turn()) {
      continue;
    }
  }

  void idle() {
    Objects.requireNonNull(work).idle();
  }

  void tasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }
}
