package io.github.multipaxos.testkit.scenario;

import org.jspecify.annotations.Nullable;

/** Where a scenario plays: a cluster, once there is one, and what is written down about it. */
final class Stage {

  private final Transcript transcript = new Transcript();
  private @Nullable StagedCluster cluster;

  Transcript transcript() {
    return transcript;
  }

  /** Begins anew with other nodes. */
  StagedCluster begin(ClusterSettings settings) {
    StagedCluster begun = new StagedCluster(settings, transcript);
    cluster = begun;
    return begun;
  }

  StagedCluster cluster() {
    if (cluster == null) {
      throw new UsageException("there is no cluster yet; begin with `cluster nodes=1,2,3`");
    }
    return cluster;
  }

  void check() {
    if (cluster != null) {
      cluster.check();
    }
  }
}
