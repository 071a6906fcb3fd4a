------------------------------- MODULE MultiPaxos -------------------------------
(***************************************************************************)
(* What the nodes of this library do, as far as safety depends on it.      *)
(* "Rule A2" is the rule of that number in docs/protocol.md; words are     *)
(* those of docs/glossary.md. Time, elections, flow control and clients    *)
(* are absent: whatever they may decide, some behaviour here does it.      *)
(*                                                                         *)
(* How messages are modelled. A message may be lost, repeated, reordered   *)
(* and late, so a message is a fact: once said it may be heard at any      *)
(* time, any number of times, or never. What is said is kept in the form   *)
(* that serves its hearers:                                                *)
(*   prepared   Prepare: the ballots asked for                             *)
(*   promises   Promise: votes and chosen prefix of the acceptor           *)
(*   proposed   Accept: the decree proposed in a ballot and slot           *)
(*   accepted   Accepted: who says that it has voted                       *)
(*   announced  the watermark in Accept, Chosen and Heartbeat              *)
(*   given      Decrees: what peers have read back for a Fetch             *)
(*   snapshots  SnapshotPart: what peers' snapshots hold                   *)
(* A message that every node may send at any time, and that can only be    *)
(* of use, is said as soon as it may be.                                   *)
(*                                                                         *)
(* What a node writes waits in its queue until a Sync makes it durable,    *)
(* oldest record first; a crash loses the queue. Memory is what the disk   *)
(* and the queue say together, and knowledge of what is chosen.            *)
(*                                                                         *)
(* Bugs switches rules off. Every switch is named after the rule or the    *)
(* mutant it stands for, and marked by Bug("...") at the place of the rule.*)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences

CONSTANTS
  Nodes,       \* the voters
  Owner,       \* Owner[b] may propose in ballot b. Ballots round.node are numbered in their order
  MaxSlot,     \* slots are 1..MaxSlot
  Commands,    \* decrees that clients ask for
  Noop,        \* the decree that changes nothing
  None,        \* no decree
  FirstOwn,    \* what a leader may propose first of its own: {Noop}, by rule P8. Safety of the log
               \* does not depend on it, and is checked with more than that
  SyncsLater,  \* whether a record waits for its sync, or is durable at once
  MaxCrashes,  \* how many crashes there are
  Reads,       \* whether there is a read
  Snapshots,   \* whether there are snapshots, and a crash may lose a node's own
  Rot,         \* whether a crash may lose durable records. Not together with snapshots
  Bugs         \* the rules switched off

ASSUME ~(Rot /\ Snapshots)

Bug(name)    == name \in Bugs
Ballots      == 1..Len(Owner)                              \* 0 is lower than all of them
Slots        == 1..MaxSlot
Decrees      == Commands \cup {Noop}
Quorums      == {Q \in SUBSET Nodes : 2 * Cardinality(Q) > Cardinality(Nodes)}
Max(S)       == CHOOSE m \in S : \A other \in S : other <= m
Min(S)       == CHOOSE m \in S : \A other \in S : m <= other
NoVote       == [ballot |-> 0, decree |-> None]
LostVote     == [ballot |-> -1, decree |-> None]           \* nobody knows whether: a faulty slot (A8)
Blank        == [promised |-> 0, votes |-> [s \in Slots |-> NoVote],
                 learnt |-> [s \in Slots |-> None], prefix |-> 0,
                 snapshot |-> << >>, settled |-> 0, trusted |-> MaxSlot]
Following    == [ballot |-> 0, leads |-> FALSE, slot |-> 0]
NoRead       == [phase |-> "none", floor |-> 0, ballot |-> 0, index |-> 0]

VARIABLES
  disk,        \* disk[n]: what the durable records of n say
  queue,       \* queue[n]: records of n not yet durable, oldest first
  known,       \* known[n][s]: the decree that n knows to be chosen
  role,        \* role[n]: the ballot n prepares or leads in. slot: the first one it asks about
               \* while it prepares, that of its barrier while it leads
  prepared, promises, proposed, accepted, announced, given, snapshots,  \* messages, see above
  crashes,     \* how many there have been
  voted,       \* every <<n, s, b>> that was ever durable: the history by which we judge
  seen,        \* the longest prefix any node ever handed to its application: what clients may know
  read, acks   \* the read, and <<n, b>>: n confirms the round of the leader of b

onDisk   == <<disk, queue, accepted, voted, prepared, given>>     \* all that Put may change
messages == <<promises, proposed, announced, snapshots>>
reading  == <<read, acks>>
vars     == <<onDisk, known, role, messages, crashes, seen, reading>>

Init ==
  /\ disk = [n \in Nodes |-> Blank]
  /\ queue = [n \in Nodes |-> << >>]
  /\ known = [n \in Nodes |-> [s \in Slots |-> None]]
  /\ role = [n \in Nodes |-> Following]
  /\ prepared = {} /\ promises = {} /\ accepted = {} /\ voted = {}
  /\ proposed = [b \in Ballots |-> [s \in Slots |-> None]]
  /\ announced = [b \in Ballots |-> 0]
  /\ given = [s \in Slots |-> {}]
  /\ snapshots = {}
  /\ crashes = 0 /\ seen = 0 /\ read = NoRead /\ acks = {}

---------------------------------------------------------------------------------
(* Records, disk and memory. *)

Promised(b)    == [kind |-> "promised", ballot |-> b]
Voted(s, b, d) == [kind |-> "voted", slot |-> s, ballot |-> b, decree |-> d]
Learnt(s, d)   == [kind |-> "learnt", slot |-> s, decree |-> d]
Prefix(s)      == [kind |-> "prefix", slot |-> s]     \* a note, see LogDecree and Crash

(* What records say when r comes after those that say d. A vote promises its ballot too (A2). *)
Fold(d, r) ==
  CASE r.kind = "promised" -> [d EXCEPT !.promised = Max({@, r.ballot})]
    [] r.kind = "voted"    -> [d EXCEPT
                                !.promised = IF Bug("M05") THEN @ ELSE Max({@, r.ballot}),
                                !.votes[r.slot] = [ballot |-> r.ballot, decree |-> r.decree],
                                !.learnt[r.slot] = None]
    [] r.kind = "learnt"   -> [d EXCEPT !.learnt[r.slot] = r.decree]
    [] r.kind = "prefix"   -> [d EXCEPT !.prefix = r.slot]

RECURSIVE FoldAll(_, _)
FoldAll(d, records) ==
  IF records = << >> THEN d ELSE FoldAll(Fold(d, Head(records)), Tail(records))

Memory(n) == FoldAll(disk[n], queue[n])

(* The decree that a log gives out for a slot: that of the latest record about it (L4). *)
LogDecree(d, s) == IF d.learnt[s] # None THEN d.learnt[s] ELSE d.votes[s].decree

PrefixOf(k) == Max({0} \cup {s \in Slots : \A t \in 1..s : k[t] # None})    \* rule L2
PrefixAt(n) == PrefixOf(known[n])

(* Rule L7. How far a node knows slots to be chosen, though it may have lost what. *)
Settled(n) == Max({PrefixAt(n), disk[n].settled})

VotesIn(n, records) ==
  {<<n, records[i].slot, records[i].ballot>> :
    i \in {j \in 1..Len(records) : records[j].kind = "voted"}}

BallotsIn(n, records) ==
  {b \in Ballots : Owner[b] = n /\ \E i \in 1..Len(records) : records[i] = Promised(b)}

(* Records become durable, and what waited for them is said (D1): a Prepare, and the Accepted. A
   Promise has an action of its own. Slots up to the durable prefix may be read back (D4, L6). *)
Durable(n, records) ==
  LET d == FoldAll(disk[n], records) IN
  /\ disk' = [disk EXCEPT ![n] = d]
  /\ voted' = voted \cup VotesIn(n, records)
  /\ accepted' = accepted \cup VotesIn(n, records)
  /\ prepared' = prepared \cup BallotsIn(n, records)
  /\ given' = [s \in Slots |->
                 IF s <= d.prefix /\ s > d.settled
                 THEN given[s] \cup {LogDecree(d, s)} ELSE given[s]]

(* A node writes records. *)
Put(n, records) ==
  IF SyncsLater
  THEN /\ queue' = [queue EXCEPT ![n] = @ \o records]
       /\ accepted' = IF Bug("M03") THEN accepted \cup VotesIn(n, records) ELSE accepted
       /\ prepared' = IF Bug("M06") THEN prepared \cup BallotsIn(n, records) ELSE prepared
       /\ UNCHANGED <<disk, voted, given>>
  ELSE Durable(n, records) /\ UNCHANGED queue

Sync(n) ==
  /\ queue[n] # << >>
  /\ Durable(n, <<Head(queue[n])>>)
  /\ queue' = [queue EXCEPT ![n] = Tail(@)]
  /\ UNCHANGED <<known, role, messages, crashes, seen, reading>>

---------------------------------------------------------------------------------
(* Phase 1. *)

Prepares(n, b) == role[n].ballot = b /\ ~role[n].leads
Leads(n, b)    == role[n].ballot = b /\ role[n].leads

(* Nobody will look at the promises of a ballot that nobody prepares any more. *)
PromisesWithout(b) == {p \in promises : p.ballot # b}

(* Rule P10: who promises a higher ballot gives up his own. *)
YieldTo(n, b) ==
  IF role[n].ballot < b
  THEN /\ role' = [role EXCEPT ![n] = Following]
       /\ promises' = PromisesWithout(role[n].ballot)
  ELSE UNCHANGED <<role, promises>>

(* Rule P1. The Prepare leaves when the node's own promise is durable. *)
Campaign(n, b) ==
  /\ Owner[b] = n
  /\ b > Memory(n).promised
  /\ Put(n, <<Promised(b)>>)
  /\ role' = [role EXCEPT ![n] = [ballot |-> b, leads |-> FALSE, slot |-> PrefixAt(n) + 1]]
  /\ promises' = PromisesWithout(role[n].ballot)
  /\ UNCHANGED <<known, proposed, announced, snapshots, crashes, seen, reading>>

(* Rule A1. Also what an acceptor does about an Accept in a slot it knows to be chosen (A7). *)
OnPrepare(n, b) ==
  /\ b \in prepared
  /\ b > Memory(n).promised
  /\ Put(n, <<Promised(b)>>)
  /\ YieldTo(n, b)
  /\ UNCHANGED <<known, proposed, announced, snapshots, crashes, seen, reading>>

(* Rules A1, A4, A8, D1. What is promised is durable, and so are the votes told: all those from the
   slot asked on, above the acceptor's own prefix as it was when it made the answer. Where it knows
   slots to be chosen and has lost what, it has forgotten its votes too: these are faulty. *)
SayPromise(n, b, prefix) ==
  LET d         == IF Bug("M02") THEN Memory(n) ELSE disk[n]
      candidate == Owner[b]
      isTold(s) == /\ s >= role[candidate].slot /\ s > prefix /\ ~Bug("M07")
                   /\ ~(d.votes[s] = LostVote /\ Bug("M15"))
      isLost(s) == s > prefix /\ s <= d.settled /\ ~Bug("L7")
  IN /\ d.promised = b
     /\ prefix <= PrefixAt(n)
     /\ SyncsLater \/ prefix = PrefixAt(n)    \* otherwise it has left at once
     /\ Prepares(candidate, b)
     /\ \A p \in promises : ~(p.from = n /\ p.ballot = b)
     /\ promises' = promises \cup
          {[from |-> n, ballot |-> b, prefix |-> prefix,
            votes |-> [s \in Slots |-> CASE isLost(s) -> LostVote
                                         [] isTold(s) -> d.votes[s]
                                         [] OTHER     -> NoVote]]}
     /\ UNCHANGED <<onDisk, known, role, proposed, announced, snapshots, crashes, seen, reading>>

(* Rule P3. The vote of the highest ballot that a set of promises tells in a slot. *)
Adopted(P, s) ==
  LET told == {p.votes[s] : p \in P} \ {NoVote, LostVote} IN
  IF told = {} THEN NoVote
  ELSE LET ballots == {v.ballot : v \in told}
           wanted  == IF Bug("M12") THEN Min(ballots) ELSE Max(ballots)
       IN CHOOSE v \in told : v.ballot = wanted

(* Rules P3, P4 and P8: what a new leader proposes at once, from the slot above its prefix on. *)
Recovery(n, P, barrierDecree) ==
  LET first   == PrefixAt(n) + 1
      told    == {s \in Slots : s >= first /\ Adopted(P, s) # NoVote
                                /\ (Bug("M11") => s = first)}
      barrier == Max({first} \cup {s + 1 : s \in told})
  IN [barrier |-> barrier,
      decrees |-> [s \in Slots |->
         CASE s \in told               -> Adopted(P, s).decree
           [] s >= first /\ s < barrier /\ s \notin told -> Noop
           [] s = barrier              -> barrierDecree
           [] OTHER                    -> None]]

(* Rule A8. A quorum has not lost the slot, and speaks of it. *)
IsSpokenOf(P, s) == {p.from : p \in {q \in P : q.votes[s] # LostVote}} \in Quorums

(* Rule P12, of what it knew above a gap before it led. *)
IsRefuted(n, decrees) == \E s \in Slots :
  s > PrefixAt(n) /\ known[n][s] # None /\ known[n][s] # decrees[s]

(* The leader's own acceptor votes in the very step that proposes, so that the leader's log holds
   every decree it may come to know as chosen. Where one is known already, A7 applies. *)
OwnVotes(n, b, decrees) ==
  LET RECURSIVE VotesFrom(_)
      VotesFrom(s) ==
        IF s > MaxSlot THEN << >>
        ELSE (IF decrees[s] # None /\ (known[n][s] = None \/ Bug("A7"))
              THEN <<Voted(s, b, decrees[s])>> ELSE << >>) \o VotesFrom(s + 1)
  IN VotesFrom(1)

(* Rules P2, P5, A8. A quorum has promised, and nothing is left to be fetched first. *)
Lead(n, b, Q, barrierDecree) ==
  LET P == {p \in promises : p.ballot = b /\ p.from \in Q}
      r == Recovery(n, P, barrierDecree)
  IN /\ Prepares(n, b)
     /\ {p.from : p \in P} = Q
     /\ Bug("M08") \/ \A p \in P : p.prefix <= PrefixAt(n)
     /\ Settled(n) = PrefixAt(n)
     /\ \A s \in Slots : s > PrefixAt(n) => IsSpokenOf(P, s)
     /\ proposed' = [proposed EXCEPT ![b] = r.decrees]
     /\ announced' = [announced EXCEPT ![b] = PrefixAt(n)]
     /\ role' = [role EXCEPT ![n] =
          IF IsRefuted(n, r.decrees) /\ ~Bug("P12") THEN Following
          ELSE [ballot |-> b, leads |-> TRUE, slot |-> r.barrier]]
     /\ promises' = PromisesWithout(b)
     /\ Put(n, OwnVotes(n, b, r.decrees))
     /\ UNCHANGED <<known, snapshots, crashes, seen, reading>>

---------------------------------------------------------------------------------
(* Phase 2. *)

(* Rule P6. The next slot gets this decree, and no other in this ballot. *)
Propose(n, s, d) ==
  LET b == role[n].ballot IN
  /\ role[n].leads
  /\ s = 1 + Max({role[n].slot} \cup {t \in Slots : proposed[b][t] # None})
  /\ proposed' = [proposed EXCEPT ![b][s] = d]
  /\ Put(n, OwnVotes(n, b, [t \in Slots |-> IF t = s THEN d ELSE None]))
  /\ UNCHANGED <<known, role, promises, announced, snapshots, crashes, seen, reading>>

(* Rules A2, A7. *)
Vote(n, s, b) ==
  LET m == Memory(n) IN
  /\ proposed[b][s] # None
  /\ b >= m.promised
  /\ m.votes[s].ballot # b                             \* recorded when it was first cast
  /\ (known[n][s] = None /\ s > Settled(n)) \/ Bug("A7")
  /\ Put(n, <<Voted(s, b, proposed[b][s])>>)
  /\ YieldTo(n, b)
  /\ UNCHANGED <<known, proposed, announced, snapshots, crashes, seen, reading>>

(* Rule A7. In a slot known to be chosen it promises (OnPrepare), and answers without a vote. *)
Answer(n, s, b) ==
  /\ proposed[b][s] # None
  /\ known[n][s] # None \/ s <= Settled(n)
  /\ disk[n].promised = b
  /\ <<n, s, b>> \notin accepted
  /\ accepted' = accepted \cup {<<n, s, b>>}
  /\ UNCHANGED <<disk, queue, voted, prepared, given, known, role, messages, crashes, seen, reading>>

---------------------------------------------------------------------------------
(* Learning. *)

(* A node comes to know a decree. A leader announces its prefix at once (L1). *)
Learn(n, s, d, records, nextRole) ==
  LET k      == [known[n] EXCEPT ![s] = d]
      prefix == PrefixOf(k)
      note   == IF prefix > PrefixAt(n) THEN <<Prefix(prefix)>> ELSE << >>
  IN /\ known[n][s] = None
     /\ known' = [known EXCEPT ![n] = k]
     /\ Put(n, records \o note)
     /\ role' = [role EXCEPT ![n] = nextRole]
     /\ announced' = IF nextRole.leads
                     THEN [announced EXCEPT ![nextRole.ballot] = prefix] ELSE announced
     /\ seen' = IF Reads THEN Max({seen, prefix}) ELSE 0
     /\ UNCHANGED <<promises, proposed, snapshots, crashes, reading>>

(* Rule P7. *)
LearnByVotes(n, s) ==
  LET b         == role[n].ballot
      counts(a) == <<a, s, b>> \in accepted
                   \/ (Bug("M13") /\ \E other \in Ballots : <<a, s, other>> \in accepted)
  IN /\ role[n].leads
     /\ proposed[b][s] # None
     /\ \E Q \in Quorums : \A a \in Q : counts(a)
     /\ Learn(n, s, proposed[b][s], << >>, role[n])

(* Rule L1. A watermark is believed only where the own vote is of its very ballot. *)
LearnByWatermark(n, s, b) ==
  LET vote == Memory(n).votes[s] IN
  /\ s <= announced[b] /\ s > Settled(n)
  /\ vote.ballot = b \/ (Bug("M21") /\ vote.ballot # 0)
  /\ Learn(n, s, vote.decree, << >>, role[n])

(* Rules L4, L5, P12. A decree that no vote of its own holds is recorded. *)
LearnFromPeer(n, s, d) ==
  LET isRefuted == role[n].leads /\ d # proposed[role[n].ballot][s] /\ ~Bug("P12") IN
  /\ d \in given[s]
  /\ Learn(n, s, d, IF Memory(n).votes[s].decree = d /\ s > Settled(n)
                    THEN << >> ELSE <<Learnt(s, d)>>,
           IF isRefuted THEN Following ELSE role[n])

(* Against rule D4: a slot of the prefix is read back while the records about it are not durable. *)
GiveEarly(n, s) ==
  /\ Bug("D4")
  /\ s <= PrefixAt(n)
  /\ LogDecree(disk[n], s) # None
  /\ given' = [given EXCEPT ![s] = @ \cup {LogDecree(disk[n], s)}]
  /\ UNCHANGED <<disk, queue, accepted, voted, prepared, known, role, messages, crashes, seen, reading>>

---------------------------------------------------------------------------------
(* Crash and restart in one. The disk remains. The prefix written down may be any earlier one, for
   it is written only once in a while. Above it the node knows what it has learnt from peers.

   Rules D5, D6, L11. All that the disk held of the slots in lost is gone: the records are damaged,
   or there is damage behind them. Not so what it has learnt from peers in those of kept, before the
   damage; nor what it has promised. Of a slot up to the prefix that it reads a node knows that it is
   chosen, but may not know what. Any slots may be lost, on any node. *)
Marked(d) == IF Rot THEN Max({d.prefix, d.settled}) ELSE d.prefix

(* Against rule D5: the vote before the one that is lost. *)
OlderVote(n, s) ==
  LET older == {b \in Ballots : <<n, s, b>> \in voted /\ b < disk[n].votes[s].ballot} IN
  IF older = {} THEN LostVote ELSE [ballot |-> Max(older), decree |-> proposed[Max(older)][s]]

Damaged(n, lost, kept) ==
  [disk[n] EXCEPT
     !.votes = [s \in Slots |-> CASE s \notin lost -> @[s]
                                  [] Bug("D5")    -> OlderVote(n, s)
                                  [] OTHER        -> LostVote],
     !.learnt = [s \in Slots |-> IF s \in lost \ kept THEN None ELSE @[s]]]

(* There is something to lose. The code takes more slots for lost, which only makes it wait. *)
MayLose(n, lost, kept) ==
  /\ Rot
  /\ \A s \in lost : \/ disk[n].votes[s] \notin {NoVote, LostVote}
                      \/ (disk[n].learnt[s] # None /\ s \notin kept)
  /\ \A s \in kept : disk[n].learnt[s] # None

Crash(n, p, lost, kept) ==
  LET d     == Damaged(n, lost, kept)
      votes == {d.votes[s].ballot : s \in Slots}
      base  == Len(d.snapshot)
      k     == [s \in Slots |-> CASE s <= base                    -> d.snapshot[s]
                                  [] s > base /\ s <= d.trusted /\ s <= p -> LogDecree(d, s)
                                  [] OTHER                        -> d.learnt[s]]
  IN
  /\ crashes < MaxCrashes
  /\ p <= Marked(d)
  /\ crashes' = crashes + 1
  /\ queue' = [queue EXCEPT ![n] = << >>]
  /\ disk' = [disk EXCEPT ![n] =
       [d EXCEPT !.prefix = IF Snapshots THEN @ ELSE PrefixOf(k),
                 !.settled = IF Rot THEN p ELSE @,
                 !.promised = IF Bug("M01") \/ (Bug("D6") /\ lost # {})
                              THEN Max({0} \cup votes) ELSE @]]
  /\ known' = [known EXCEPT ![n] = k]
  /\ role' = [role EXCEPT ![n] = Following]
  /\ promises' = PromisesWithout(role[n].ballot)
  /\ UNCHANGED <<accepted, voted, prepared, given, proposed, announced, snapshots, seen, reading>>

---------------------------------------------------------------------------------
(* Snapshots hold every decree up to a slot. Durable at once, and the log lets go of what lies below
   but for the promise (L8). *)
Compacted(d, slot) ==
  [d EXCEPT !.votes = [s \in Slots |-> IF s <= slot THEN NoVote ELSE d.votes[s]],
            !.learnt = [s \in Slots |-> IF s <= slot THEN None ELSE d.learnt[s]],
            !.promised = IF Bug("L8")
                         THEN Max({0} \cup {d.votes[s].ballot : s \in {t \in Slots : t > slot}})
                         ELSE @]

TakeSnapshot(n) ==
  LET slot == PrefixAt(n)
      all  == [s \in 1..slot |-> known[n][s]] IN
  /\ Snapshots /\ queue[n] = << >>
  /\ slot > Len(disk[n].snapshot)
  /\ disk' = [disk EXCEPT ![n] = [Compacted(@, slot) EXCEPT !.snapshot = all,
                                                           !.settled = Max({@, slot})]]
  /\ snapshots' = snapshots \cup {all}
  /\ UNCHANGED <<queue, accepted, voted, prepared, given, known, role>>
  /\ UNCHANGED <<promises, proposed, announced, crashes, seen, reading>>

(* Rule L7. What the log holds between the prefix and the snapshot may never have been chosen: should
   the snapshot be lost, the log is trusted up to the prefix of now only. Votes above stay. *)
Install(n, all) ==
  LET slot == Len(all)
      d    == disk[n]
      votes == [s \in Slots |-> IF s > slot /\ Bug("M55") THEN NoVote ELSE d.votes[s]] IN
  /\ Snapshots /\ queue[n] = << >>
  /\ slot > PrefixAt(n)
  /\ disk' = [disk EXCEPT ![n] = [d EXCEPT !.snapshot = all, !.settled = Max({@, slot}),
                                           !.trusted = Min({@, PrefixAt(n)}),
                                           !.votes = votes]]
  /\ known' = [known EXCEPT ![n] = [s \in Slots |-> IF s <= slot THEN all[s] ELSE @[s]]]
  /\ role' = [role EXCEPT ![n] = IF @.leads THEN Following ELSE @]         \* rule P12
  /\ seen' = IF Reads THEN Max({seen, slot}) ELSE 0
  /\ UNCHANGED <<queue, accepted, voted, prepared, given>>
  /\ UNCHANGED <<messages, crashes, reading>>

(* A crash, over which the snapshot is found damaged. *)
LoseSnapshot(n) ==
  LET d == disk[n]
      t == IF Bug("stale") THEN d.settled ELSE d.trusted
      k == [s \in Slots |-> IF s <= t /\ s <= d.settled THEN LogDecree(d, s) ELSE d.learnt[s]] IN
  /\ Snapshots /\ d.snapshot # << >>
  /\ crashes < MaxCrashes
  /\ crashes' = crashes + 1
  /\ disk' = [disk EXCEPT ![n].snapshot = << >>, ![n].prefix = 0]
  /\ queue' = [queue EXCEPT ![n] = << >>]
  /\ known' = [known EXCEPT ![n] = [s \in Slots |-> IF s <= PrefixOf(k) THEN k[s] ELSE d.learnt[s]]]
  /\ role' = [role EXCEPT ![n] = Following]
  /\ promises' = PromisesWithout(role[n].ballot)
  /\ UNCHANGED <<accepted, voted, prepared, given, proposed, announced, snapshots, seen, reading>>

---------------------------------------------------------------------------------
(* One linearizable read: at worst its client has, a moment before the leader hears of it, been told
   of everything that any application was ever handed.

   Rule R1. Its index is the leader's prefix, but not before the leader's barrier is chosen. *)
AskRead(n) ==
  /\ Reads /\ read.phase = "none"
  /\ role[n].leads
  /\ PrefixAt(n) >= role[n].slot \/ Bug("M29")
  /\ read' = [phase |-> "asked", floor |-> seen, ballot |-> role[n].ballot, index |-> PrefixAt(n)]
  /\ UNCHANGED <<onDisk, known, role, messages, crashes, seen, acks>>

(* Rule R2. A node that has promised nothing higher confirms a round begun after the read came. *)
Confirm(n, b) ==
  /\ Reads
  /\ Memory(n).promised <= b
  /\ b \in prepared /\ <<n, b>> \notin acks
  /\ (read.phase = "asked" /\ read.ballot = b) \/ (Bug("M30") /\ Leads(Owner[b], b))
  /\ acks' = acks \cup {<<n, b>>}
  /\ UNCHANGED <<onDisk, known, role, messages, crashes, seen, read>>

AnswerRead(n) ==
  /\ read.phase = "asked"
  /\ Leads(n, read.ballot)
  /\ Bug("M28") \/ \E Q \in Quorums : \A a \in Q \ {n} : <<a, read.ballot>> \in acks
  /\ read' = [read EXCEPT !.phase = "answered"]
  /\ UNCHANGED <<onDisk, known, role, messages, crashes, seen, acks>>

---------------------------------------------------------------------------------
Next ==
  \/ \E n \in Nodes, b \in Ballots : Campaign(n, b) \/ OnPrepare(n, b)
  \/ \E n \in Nodes, b \in Ballots, p \in 0..MaxSlot : SayPromise(n, b, p)
  \/ \E n \in Nodes, Q \in Quorums, d \in FirstOwn : /\ role[n].ballot # 0
                                                     /\ Lead(n, role[n].ballot, Q, d)
  \/ \E n \in Nodes, s \in Slots, d \in Commands : Propose(n, s, d)
  \/ \E n \in Nodes, s \in Slots, b \in Ballots : Vote(n, s, b) \/ Answer(n, s, b)
  \/ \E n \in Nodes, s \in Slots : LearnByVotes(n, s) \/ GiveEarly(n, s)
  \/ \E n \in Nodes, s \in Slots, b \in Ballots : LearnByWatermark(n, s, b)
  \/ \E n \in Nodes, s \in Slots, d \in Decrees : LearnFromPeer(n, s, d)
  \/ \E n \in Nodes : Sync(n)
  \/ \E n \in Nodes, p \in 0..MaxSlot : Crash(n, p, {}, {})
  \/ \E n \in Nodes, p \in 0..MaxSlot, lost \in SUBSET Slots : \E kept \in SUBSET lost :
       lost # {} /\ MayLose(n, lost, kept) /\ Crash(n, p, lost, kept)
  \/ \E n \in Nodes : TakeSnapshot(n) \/ LoseSnapshot(n)
  \/ \E n \in Nodes, all \in snapshots : Install(n, all)
  \/ \E n \in Nodes : AskRead(n) \/ AnswerRead(n)
  \/ \E n \in Nodes, b \in Ballots : Confirm(n, b)

Spec == Init /\ [][Next]_vars

---------------------------------------------------------------------------------
(* What must hold. *)

(* An accept quorum has voted in one ballot, durably. Not what any node claims, nor what it has lost
   since: what is chosen stays so, whoever still knows. *)
IsChosenIn(s, b) == \E Q \in Quorums : \A a \in Q : <<a, s, b>> \in voted
IsChosen(s, d)   == \E b \in Ballots : proposed[b][s] = d /\ IsChosenIn(s, b)

(* At most one decree is ever chosen in a slot. *)
Agreement == \A s \in Slots, b, c \in Ballots :
  b < c /\ proposed[b][s] # proposed[c][s] => ~(IsChosenIn(s, b) /\ IsChosenIn(s, c))

(* Once a decree is chosen in a slot, no higher ballot proposes another one there. *)
Stability == \A s \in Slots, b, c \in Ballots :
  b < c /\ proposed[c][s] \notin {None, proposed[b][s]} => ~IsChosenIn(s, b)

(* What a node knows, hands to its application, gives to a peer or would find in its log within its
   prefix is chosen. With Agreement: applied prefixes agree. *)
OnlyChosen ==
  /\ \A n \in Nodes, s \in Slots : known[n][s] # None => IsChosen(s, known[n][s])
  /\ \A s \in Slots : \A d \in given[s] : IsChosen(s, d)
LogHoldsPrefix == ~Snapshots =>
  \A n \in Nodes : \A s \in 1..disk[n].prefix : IsChosen(s, LogDecree(disk[n], s))

(* Any two nodes have handed the same decrees to their applications, as far as both have. *)
PrefixesAgree == \A n, m \in Nodes, s \in Slots :
  known[n][s] # None /\ known[m][s] # None => known[n][s] = known[m][s]

(* Only what somebody proposed is voted for and chosen; one decree for a ballot and slot (P6). *)
Validity == \A n \in Nodes, s \in Slots : LET vote == Memory(n).votes[s] IN
  vote.ballot > 0 => vote.decree \in Decrees /\ proposed[vote.ballot][s] = vote.decree

(* No vote above the promise; who prepares or leads has promised nothing higher; votes that count
   were not cast against a promise told to a candidate that leads or may yet. *)
Sanity == \A n \in Nodes : LET m == Memory(n) IN
  /\ \A s \in Slots : m.votes[s].ballot <= m.promised
  /\ role[n].ballot # 0 => Owner[role[n].ballot] = n /\ m.promised = role[n].ballot
  /\ \A p \in promises : p.from = n => disk[n].promised >= p.ballot

(* A read sees whatever anybody knew when it was asked for. *)
ReadsAreSafe == read.phase = "answered" => read.index >= read.floor

(* A constraint for TLC: a read that has its index can no longer go wrong unless the index is too
   low, and an answered one is done with. *)
ReadsOfInterest == read.phase = "none" \/ read.index < read.floor
=================================================================================
