package io.github.multipaxos.testkit.conformance;

/**
 * What happens to disks. An implementation on a simulated disk is checked for what it makes of
 * these; for one on real files alone, the checks that need them are skipped.
 */
public interface StorageFaults {

  /**
   * Returns another storage, with what a power cut would leave at this moment: everything synced,
   * and nothing else. The log that is open is not disturbed.
   */
  LogStorage afterPowerCut() throws Exception;

  /** Makes every sync of an open log hang from now on, until {@link #resumeSyncs}. */
  void stallSyncs();

  /** Lets the syncs that hang, and all later ones, go on. */
  void resumeSyncs();

  /** Makes the next sync of an open log fail. */
  void failNextSync();
}
