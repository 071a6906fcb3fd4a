package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Ways to break a log, each with the checks that must notice. */
enum BrokenLog {
  NAMES_ANOTHER_NODE(
      (disk, log) ->
          BrokenLogs.misnaming(
              log,
              identity ->
                  new Identity(
                      identity.cluster(), NodeId.of(9), identity.incarnation(), identity.boots())),
      "opensANewLogEmptyUnderTheNamesAskedFor"),
  REUSES_A_BOOT_COUNT(
      (disk, log) ->
          BrokenLogs.misnaming(
              log, identity -> booted(identity, Boots.latest(1, identity.boots().process()))),
      "countsEveryBoot",
      "countsABootThatACrashFollows"),
  FORGETS_WHOSE_ITS_BOOTS_WERE(
      (disk, log) ->
          BrokenLogs.misnaming(
              log,
              identity ->
                  booted(identity, Boots.latest(identity.boot(), identity.boots().process()))),
      "remembersWhoseItsEarlierBootsWere",
      "remembersTheProcessOfABootThatACrashFollows"),
  DRAWS_NO_PROCESS(
      (disk, log) ->
          BrokenLogs.misnaming(
              log, identity -> booted(identity, Boots.latest(identity.boot(), identity.boot()))),
      "drawsAnotherProcessForEachOpening"),
  DRAWS_AN_INCARNATION_AT_EVERY_OPENING(
      (disk, log) -> BrokenLogs.misnaming(log, identity -> reborn(identity, nextNumber())),
      "keepsItsIncarnationThroughRestartsAndCrashes"),
  HAS_THE_SAME_INCARNATION_AS_ANY_OTHER(
      (disk, log) -> BrokenLogs.misnaming(log, identity -> reborn(identity, 4)),
      "drawsAnotherIncarnationForEachNewLog"),
  LOSES_RECORDS_ON_REOPENING(
      (disk, log) -> BrokenLogs.replaying(log, BrokenLogs::withoutTheLast),
      "replaysEveryKindOfRecordInTheOrderAppended",
      "replaysTheSameWheneverItIsOpened",
      "goesOnBehindWhatACrashLeft",
      "makesDurableAndVouchesForAllOnClosing",
      "keepsThroughAPowerCutWhatACallbackVouchedFor"),
  REPLAYS_THE_NEWEST_FIRST(
      (disk, log) -> BrokenLogs.replaying(log, BrokenLogs::newestFirst),
      "replaysEveryKindOfRecordInTheOrderAppended",
      "keepsThroughAKillWhatACallbackVouchedFor"),
  FORGETS_WHOM_IT_HAS_MET(
      (disk, log) -> BrokenLogs.knowing(log, new MemoryPeers()),
      "keepsWhomItHasMetThroughRestartsAndCrashes",
      "vouchesForWhomItHasMetAfterWhatWasAppendedBefore"),
  HAS_BEEN_ADMITTED_AND_SEES_NOBODY(
      (disk, log) -> BrokenLogs.knowing(log, BrokenLogs.shyPeers()),
      "hasMetNobodyWhenItIsNew",
      "seesAtOnceWhomItHasMet"),
  OPENS_FOR_ANYBODY(
      (disk, log) -> BrokenLogs.openingForAnybody(log),
      "refusesToOpenForAnotherCluster",
      "refusesToOpenForAnotherNode"),
  OPENS_WHAT_IS_OPEN(
      (disk, log) -> BrokenLogs.openingWhatIsOpen(disk, log), "refusesToOpenWhileAnotherHasItOpen"),
  SWALLOWS_WHAT_REPLAY_THROWS(
      (disk, log) -> BrokenLogs.swallowingWhatReplayThrows(log), "letsReplayGiveUp"),
  BELIEVES_WHAT_IT_FINDS(
      BrokenLogs::believingWhatItFinds, "makesDurableWhatItFindsBeforeItIsBelieved"),
  REORDERS_CALLBACKS(
      (disk, log) -> BrokenLogs.swappingTheFirstCallbacks(log),
      "runsCallbacksInTheOrderOfTheCalls"),
  OVERLAPS_CALLBACKS(
      (disk, log) -> BrokenLogs.overlappingCallbacks(log), "runsCallbacksOneAtATime"),
  VOUCHES_BEFORE_IT_WRITES(
      (disk, log) -> BrokenLogs.vouchingBeforeItWrites(log),
      "keepsThroughAKillWhatACallbackVouchedFor",
      "keepsThroughAPowerCutWhatACallbackVouchedFor"),
  VOUCHES_BEFORE_IT_SYNCS(
      (disk, log) -> BrokenLogs.vouchingBeforeItSyncs(log), "takesRecordsWhileTheDiskHangs"),
  VOUCHES_AT_ONCE_FOR_NOTHING(
      (disk, log) -> BrokenLogs.vouchingAtOnceForNothing(log),
      "runsTheCallbackOfAnEmptyAppendAfterThoseBefore"),
  SYNCS_FOR_NOTHING(
      (disk, log) -> BrokenLogs.syncingForNothing(log), "needsNoSyncForAnEmptyAppend"),
  WAITS_FOR_THE_DISK(
      (disk, log) -> BrokenLogs.waitingForTheDisk(log),
      "runsCallbacksOnAThreadOfItsOwn",
      "takesRecordsWhileTheDiskHangs"),
  READS_THE_FIRST_VOTE(
      (disk, log) -> BrokenLogs.readingFromATable(log, false), "readsTheLatestDecreeOfASlot"),
  READS_WHATEVER_IT_HAS(
      (disk, log) -> BrokenLogs.readingFromATable(log, true),
      "stopsAtASlotWithoutARecord",
      "readsNothingThatIsNotDurable",
      "keepsWithinTheBytesAskedFor"),
  READS_NO_OPS(
      (disk, log) ->
          BrokenLogs.reading(
              log,
              (inner, firstSlot, throughSlot, maxBytes) ->
                  inner.read(firstSlot, throughSlot, maxBytes).stream()
                      .map(decree -> (Decree) Decree.Noop.INSTANCE)
                      .toList()),
      "readsBackEveryKindOfDecree"),
  READS_NOTHING_TOO_LARGE(
      (disk, log) -> BrokenLogs.reading(log, BrokenLogs::nothingTooLarge),
      "readsOneDecreeHoweverLarge"),
  READS_ON_ONE_THREAD(
      (disk, log) -> BrokenLogs.readingOnOneThread(log), "readsWhileRecordsAreAppended"),
  DROPS_ALL_BEFORE_A_COMPACTION(
      (disk, log) -> BrokenLogs.replaying(log, BrokenCompactions::fromTheMarkOn),
      "keepsEverySlotAboveTheOneCompacted"),
  DROPS_THE_MARK_OF_A_COMPACTION(
      (disk, log) -> BrokenLogs.replaying(log, BrokenCompactions::behindTheMark),
      "keepsTheRecordOfACompactionAndAllBehindIt",
      "keepsThroughAKillWhatACompactionLeft",
      "keepsThroughAPowerCutWhatACompactionLeft",
      "compactsWhileRecordsAreAppended"),
  DROPS_LOW_SLOTS_WHEREVER_THEY_ARE(
      (disk, log) -> BrokenLogs.replaying(log, BrokenCompactions::withoutLowSlots),
      "dropsFromTheFrontOnly",
      "keepsThroughAKillWhatACompactionLeft",
      "keepsThroughAPowerCutWhatACompactionLeft"),
  LOSES_TRACK_OF_WHAT_IT_KEPT(
      (disk, log) -> BrokenCompactions.losingTrack(log), "readsBackWhatIsAboveTheSlotCompacted"),
  THROWS_FOR_WHAT_HAS_GONE(
      (disk, log) -> BrokenCompactions.throwingForWhatHasGone(log),
      "readsWhatMayHaveBeenDroppedOrNothing"),
  COMPACTS_ON_ONE_THREAD(
      (disk, log) -> BrokenCompactions.compactingOnOneThread(log),
      "compactsWhileRecordsAreAppended"),
  REFUSES_LOWER_SLOTS(
      (disk, log) -> BrokenCompactions.refusingLowerSlots(log), "takesALowerSlotForGranted"),
  LEAVES_WITHOUT_A_WORD(
      (disk, log) -> BrokenLogs.leavingWithoutAWord(disk), "makesDurableAndVouchesForAllOnClosing"),
  KEEPS_HOLD((disk, log) -> BrokenLogs.keepingHold(log), "letsGoOnClosing", "countsEveryBoot"),
  REPORTS_NO_FAILURE(
      (disk, log) -> BrokenLogs.listeningWith(log, listener -> (reason, cause) -> {}),
      "reportsAFailureOnce"),
  REPORTS_A_FAILURE_TWICE(
      (disk, log) ->
          BrokenLogs.listeningWith(
              log,
              listener ->
                  (reason, cause) -> {
                    listener.failed(reason, cause);
                    listener.failed(reason, cause);
                  }),
      "reportsAFailureOnce"),
  VOUCHES_AFTER_A_FAILURE(
      (disk, log) ->
          BrokenLogs.afterAFailure(
              log, (records, whenDurable) -> ForwardingLog.runElsewhere(whenDurable)),
      "runsNoCallbackAfterAFailure"),
  THROWS_AFTER_A_FAILURE(
      (disk, log) ->
          BrokenLogs.afterAFailure(
              log,
              (records, whenDurable) -> {
                throw new IllegalStateException("broken on purpose");
              }),
      "takesAppendsInSilenceAfterAFailure"),
  WRITES_AFTER_A_FAILURE(
      (disk, log) ->
          BrokenLogs.afterAFailure(
              log, (records, whenDurable) -> BrokenLogs.appendBehindItsBack(disk, records)),
      "keepsWhatItVouchedForAndIgnoresWhatFollowsAFailure");

  private static final AtomicLong NUMBERS = new AtomicLong(100);

  private final BiFunction<MemoryDisk, MemoryLog, DurableLog> maker;
  private final Set<String> noticing;

  BrokenLog(BiFunction<MemoryDisk, MemoryLog, DurableLog> maker, String... noticing) {
    this.maker = maker;
    this.noticing = Set.copyOf(List.of(noticing));
  }

  DurableLog on(MemoryDisk disk, MemoryLog log) {
    return maker.apply(disk, log);
  }

  /** Returns the names of the checks that must fail. */
  Set<String> noticing() {
    return noticing;
  }

  private static long nextNumber() {
    return NUMBERS.incrementAndGet();
  }

  private static Identity reborn(Identity identity, long incarnation) {
    return new Identity(identity.cluster(), identity.node(), incarnation, identity.boots());
  }

  private static Identity booted(Identity identity, Boots boots) {
    return new Identity(identity.cluster(), identity.node(), identity.incarnation(), boots);
  }
}
