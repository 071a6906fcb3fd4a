package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.spi.Transport;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Ways to break a transport, each with the checks that must notice. */
enum BrokenTransport {
  DELIVERS_AN_ALTERED_COPY(
      BrokenTransports::deliveringAnAlteredCopy, "carriesEveryKindOfMessageUnaltered"),
  LOSES_WHAT_IS_LARGE(BrokenTransports::losingWhatIsLarge, "carriesTheLargestCommand"),
  NAMES_ANOTHER_SENDER(BrokenTransports::namingAnother, "deliversUnderTheNameOfTheSender"),
  TELLS_EVERYBODY(BrokenTransports::tellingEverybody, "deliversToTheNodeAddressed"),
  SENDS_THE_LATEST_FIRST(
      BrokenTransports::sendingTheLatestFirst,
      "keepsTheOrderOfOneThread",
      "keepsTheOrderOfEachOfSeveralThreads"),
  DELIVERS_ON_THE_SENDERS_THREAD(
      subject -> BrokenTransports.deliveringOnTheSendersThread(subject.steppedNetwork()),
      Set.of("deliversOnThreadsOfItsOwn")),
  KEEPS_WHAT_IS_FOR_NOBODY(BrokenTransports::keepingWhatIsForNobody, "dropsWhatIsForAnAbsentPeer"),
  BLOCKS_ON_AN_ABSENT_PEER(BrokenTransports::blockingOnAnAbsentPeer, "doesNotBlockOnAnAbsentPeer"),
  BLOCKS_WHEN_FULL(BrokenTransports::blockingWhenFull, "doesNotBlockOnAPeerThatReadsNothing"),
  KEEPS_EVERYTHING(
      subject -> subject.boundlessNetwork().newTransport(),
      Set.of("keepsNoMoreThanItsBoundForAPeerThatReadsNothing")),
  IGNORES_THAT_THERE_IS_NO_ROOM(
      BrokenTransports::ignoringThatThereIsNoRoom, "readsNoFurtherFromAnyPeerWithoutRoom"),
  STORES_RESUMES(BrokenTransports::storingResumes, "readsNoFurtherFromAnyPeerWithoutRoom"),
  NEVER_RESUMES(BrokenTransports::neverResuming, "goesOnReadingWhenToldTo"),
  REFUSES_AN_IDLE_RESUME(
      BrokenTransports::refusingAnIdleResume, "takesAResumeThoughNothingIsPaused"),
  FORGETS_AN_EARLY_RESUME(
      BrokenTransports::forgettingAnEarlyResume, "heedsAResumeThatOvertakesTheAnswer"),
  FINDS_ONLY_WHO_WAS_THERE(BrokenTransports::findingOnlyWhoWasThere, "startsBeforeItsPeers"),
  STARTS_ANYWAY(BrokenTransports::startingAnyway, "refusesToStartOnAnAddressInUse"),
  CONNECTS_IN_SILENCE(BrokenTransports::connectingInSilence, "tellsWhoIsConnected"),
  GIVES_NO_REASON(BrokenTransports::givingNoReason, "tellsWhoIsConnected"),
  FORGETS_WHO_HAS_LEFT(BrokenTransports::forgettingWhoHasLeft, "connectsAgainAfterARestart"),
  TALKS_TO_STRANGERS(BrokenTransports::talkingToStrangers, "keepsClustersApart"),
  VOUCHES_IN_SILENCE(BrokenTransports::vouchingInSilence, "isVouchedForByWhomItMeets"),
  REFUSES_IN_SILENCE(
      BrokenTransports::refusingInSilence,
      "refusesALostDirectory",
      "refusesAnOlderDirectory",
      "refusesACopiedDirectory",
      "refusesADirectoryThatWentItsOwnWay"),
  FORGETS_WHOM_IT_HAS_MET(
      BrokenTransports::forgettingWhomItHasMet,
      "remembersWhomItMeets",
      "refusesALostDirectory",
      "refusesAnOlderDirectory",
      "refusesACopiedDirectory",
      "refusesADirectoryThatWentItsOwnWay"),
  REFUSES_EVERY_RESTART(
      BrokenTransports::refusingEveryRestart,
      "takesARestartedNodeBack",
      "takesANodeBackThatWasRestartedOften"),
  SHOWS_NO_EARLIER_BOOTS(
      BrokenTransports::showingNoEarlierBoots, "refusesADirectoryThatWentItsOwnWay"),
  DOES_NOT_WAIT_FOR_THE_DISK(
      BrokenTransports::notWaitingForTheDisk, "meetsNobodyUntilThatIsDurable"),
  TAKES_ANY_MEMBERS(BrokenTransports::takingAnyMembers, "keepsNodesWithOtherMembersApart"),
  STAYS_OPEN(
      BrokenTransports::stayingOpen, "tellsItsReceiverNothingAfterClosing", "endsItsThreads"),
  WAITS_FOR_ROOM_TO_CLOSE(
      BrokenTransports::waitingForRoomToClose, "closesWhileItsReceiverHasNoRoom"),
  LEAVES_A_THREAD(
      subject -> BrokenTransports.leavingAThread(subject.network().newTransport(), subject.ended()),
      Set.of("endsItsThreads")),
  THROWS_ONCE_CLOSED(BrokenTransports::throwingOnceClosed, "dropsWhatIsSentAfterClosing");

  /** Makes a broken transport for one run of a check. */
  private interface Maker {
    Transport make(BrokenTransportSubject subject);
  }

  private final Maker maker;
  private final Set<String> noticing;

  BrokenTransport(Maker maker, Set<String> noticing) {
    this.maker = maker;
    this.noticing = noticing;
  }

  BrokenTransport(UnaryOperator<Transport> breaking, String... noticing) {
    this(
        subject -> breaking.apply(subject.network().newTransport()), Set.copyOf(List.of(noticing)));
  }

  Transport in(BrokenTransportSubject subject) {
    return maker.make(subject);
  }

  /** Returns the names of the checks that must fail. */
  Set<String> noticing() {
    return noticing;
  }
}
