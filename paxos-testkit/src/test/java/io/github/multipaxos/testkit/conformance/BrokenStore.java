package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.testkit.memory.MemorySnapshots;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Ways to break a store of snapshots, each with the checks that must notice. */
enum BrokenStore {
  LISTS_THE_OLDEST_FIRST(
      store ->
          BrokenStores.listing(
              store,
              list -> {
                Collections.reverse(list);
                return list;
              }),
      "listsTheNewestSnapshotFirst"),
  LISTS_DRAFTS(
      BrokenStores::listingDrafts, "listsADraftOnlyWhenItIsFinished", "losesADraftWithItsProcess"),
  FORGETS_ON_REOPENING(
      BrokenStores::forgettingOnReopening,
      "keepsASnapshotThroughReopeningAndAKill",
      "keepsASnapshotThroughAPowerCut",
      "keepsThroughAPowerCutWhatItPutTogether"),
  KEEPS_THE_FIRST_OF_A_SLOT(BrokenStores::keepingTheFirstOfASlot, "replacesASnapshotOfTheSameSlot"),
  MISNAMES(
      store -> BrokenStores.drafting(store, BrokenStores::misnaming), "namesASnapshotByItsBytes"),
  WRITES_FROM_THE_FRONT(
      store -> BrokenStores.drafting(store, BrokenStores::writingFromTheFront),
      "namesASnapshotByItsBytes",
      "opensTheBytesThatWereWritten"),
  OPENS_ANY_OF_A_SLOT(
      BrokenStores::openingAnyOfASlot,
      "opensNoOtherSnapshotThanTheOneAskedFor",
      "replacesASnapshotOfTheSameSlot"),
  READS_TOO_LITTLE(
      store ->
          BrokenStores.reading(
              store,
              (inner, snapshot, offset, maxBytes) -> inner.read(snapshot, offset, maxBytes - 1)),
      "readsPartsThatMakeUpTheWhole"),
  READS_NOTHING_OF_WHAT_IS_NOT_THERE(
      store ->
          BrokenStores.reading(
              store,
              (inner, snapshot, offset, maxBytes) ->
                  inner.read(snapshot, offset, maxBytes).or(() -> Optional.of(Bytes.EMPTY))),
      "opensNoOtherSnapshotThanTheOneAskedFor"),
  READS_ON_ONE_THREAD(BrokenStores::readingOnOneThread, "givesPartsWhileASnapshotIsTaken"),
  APPENDS_WHATEVER_COMES(
      store -> BrokenStores.assembling(store, BrokenStores::appendingWhatComes),
      "ignoresPartsThatDoNotContinueWhatIsThere"),
  MIXES_PARTS(BrokenStores::mixingParts, "neverMixesPartsOfDifferentSnapshots"),
  BELIEVES_EVERY_PART(BrokenStores::believingEveryPart, "dropsWhatDoesNotMatchItsChecksum"),
  FORGETS_PARTS_ON_REOPENING(
      store -> {
        store.losePart();
        return store;
      },
      "goesOnWithThePartsOfAnEarlierProcess"),
  FINISHES_TOO_LATE(
      BrokenStores::finishingTooLate,
      "listsWhatItPutTogetherWhenItIsWhole",
      "keepsThroughAPowerCutWhatItPutTogether"),
  REMOVES_NOTHING(store -> BrokenStores.removing(store, false), "removesASnapshotIfItIsThere"),
  REMOVES_ANY_OF_A_SLOT(store -> BrokenStores.removing(store, true), "removesASnapshotIfItIsThere");

  private final Function<MemorySnapshots, SnapshotStore> maker;
  private final Set<String> noticing;

  BrokenStore(Function<MemorySnapshots, SnapshotStore> maker, String... noticing) {
    this.maker = maker;
    this.noticing = Set.copyOf(List.of(noticing));
  }

  SnapshotStore on(MemorySnapshots store) {
    return maker.apply(store);
  }

  /** Returns the names of the checks that must fail. */
  Set<String> noticing() {
    return noticing;
  }
}
