package io.github.multipaxos.benchmarks.system;

/** One replica that runs in this process. */
public interface Replica extends AutoCloseable {

  /** Tells whether it leads and can take proposals. Asked again and again until one does. */
  boolean leads();

  /** Opens a way to propose and read from within this process. At most one is in use at a time. */
  Driver driver(Workload workload);

  @Override
  void close();
}
