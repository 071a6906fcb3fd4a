---------------------------- MODULE MultiPaxosTrace ----------------------------
(***************************************************************************)
(* Is a recorded run a behaviour of MultiPaxos? Every event of the run     *)
(* asks for one step of the specification, with the node, slot, ballot and *)
(* decree recorded, or is compared with the state. Steps that runs do not  *)
(* record are taken as soon as they can be where that decides nothing, and *)
(* otherwise when an event needs them. The events are described in         *)
(* README.md; ballots are numbered in their order, decrees have names.     *)
(*                                                                         *)
(* TLC prints the number of every event reached. The run is a behaviour if *)
(* that of the last one is among them; otherwise the highest number is     *)
(* that of the last event that could happen.                               *)
(***************************************************************************)
EXTENDS MultiPaxos, TLC

CONSTANT Events        \* the run: a sequence of events

VARIABLES
  at,                  \* how many events have happened
  owed                 \* answers made, which leave when the promise they rest on is durable

Taken == at' = at + 1
Now   == Events[at + 1]
Is(kind) == at < Len(Events) /\ Now.event = kind

TraceInit == Init /\ at = 0 /\ owed = {}

(* Steps that need no event. *)

SyncNote(n) == queue[n] # << >> /\ Head(queue[n]).kind = "prefix" /\ Sync(n) /\ UNCHANGED owed

SayOwedPromise(o) == o.kind = "promise" /\ SayPromise(o.node, o.ballot, o.prefix)
AnswerOwed(o)     == o.kind = "answer" /\ Answer(o.node, o.slot, o.ballot)

Unasked ==
  \/ \E n \in Nodes : SyncNote(n)
  \/ \E o \in owed : (SayOwedPromise(o) \/ AnswerOwed(o)) /\ owed' = owed \ {o}

(* A decree that the node's own votes, or votes it counts, show to be chosen. *)
LearnUnrecorded(n, s) ==
  \/ LearnByVotes(n, s)
  \/ \E b \in Ballots : LearnByWatermark(n, s, b)
  \/ Memory(n).votes[s].decree # None /\ LearnFromPeer(n, s, Memory(n).votes[s].decree)

LearnForEvent ==
  /\ Is("handed") \/ Is("knows")
  /\ known[Now.node][Now.slot] = None
  /\ LearnUnrecorded(Now.node, Now.slot)
  /\ UNCHANGED owed

(* Steps that events ask for. *)

OnPromised == /\ Is("promised")
              /\ IF Owner[Now.ballot] = Now.node
                 THEN Campaign(Now.node, Now.ballot) ELSE OnPrepare(Now.node, Now.ballot)
              /\ UNCHANGED owed

OnVoted    == /\ Is("voted")
              /\ proposed[Now.ballot][Now.slot] = Now.decree
              /\ Vote(Now.node, Now.slot, Now.ballot)
              /\ UNCHANGED owed

OnLearnt   == /\ Is("learnt")
              /\ Memory(Now.node).votes[Now.slot].decree # Now.decree
              /\ LearnFromPeer(Now.node, Now.slot, Now.decree)
              /\ UNCHANGED owed

OnDurable  == /\ Is("durable")
              /\ queue[Now.node] # << >> /\ Head(queue[Now.node]) = Now.record
              /\ Sync(Now.node)
              /\ UNCHANGED owed

OnLeads    == LET n == Now.node
                  b == Now.ballot
              IN /\ Is("leads")
                 /\ \E Q \in Quorums : Lead(n, b, Q, Noop)
                 /\ \A s \in Slots : proposed'[b][s] =
                      IF s >= Now.slot /\ s < Now.slot + Len(Now.decrees)
                      THEN Now.decrees[s - Now.slot + 1] ELSE None
                 /\ UNCHANGED owed

OnProposed == /\ Is("proposed")
              /\ role[Now.node].ballot = Now.ballot
              /\ Propose(Now.node, Now.slot, Now.decree)
              /\ UNCHANGED owed

OnRestarted == Is("restarted") /\ Crash(Now.node, Now.slot, Now.lost, Now.kept)
               /\ owed' = {o \in owed : o.node # Now.node}

(* Events that are compared with the state. *)

OnHanded   == /\ Is("handed") /\ known[Now.node][Now.slot] = Now.decree
              /\ PrefixAt(Now.node) >= Now.slot
              /\ UNCHANGED <<vars, owed>>

OnKnows    == /\ Is("knows")
              /\ known[Now.node][Now.slot] # None \/ Now.slot <= Settled(Now.node)
              /\ UNCHANGED <<vars, owed>>

(* Rule A7: it has answered without a vote. *)
OnAnswers  == /\ Is("answers")
              /\ owed' = IF <<Now.node, Now.slot, Now.ballot>> \in accepted THEN owed ELSE owed \cup
                   {[kind |-> "answer", node |-> Now.node, slot |-> Now.slot, ballot |-> Now.ballot]}
              /\ UNCHANGED vars

(* One page of a promise is made: all votes of its slots above the prefix, and no others; and up to
   where votes may be lost (A8). Only the first answer of a node that the candidate can still use
   matters to the specification. *)
OnPromises ==
  LET n == Now.node
      m == Memory(n)
      IsEarlier(v) == v.ballot > 0 /\ v.ballot < Now.ballot
      inPage(s) == s >= Now.slot /\ s <= Now.through /\ s > Now.prefix
      isUsed == /\ Prepares(Owner[Now.ballot], Now.ballot)
                /\ \A p \in promises : ~(p.from = n /\ p.ballot = Now.ballot)
                /\ \A o \in owed : ~(o.kind = "promise" /\ o.node = n /\ o.ballot = Now.ballot)
  IN /\ Is("promises")
     /\ m.promised >= Now.ballot
     /\ Now.prefix <= PrefixAt(n)
     /\ \A s \in Slots : inPage(s) /\ IsEarlier(m.votes[s]) /\ s > m.settled
          => [slot |-> s, ballot |-> m.votes[s].ballot, decree |-> m.votes[s].decree] \in Now.votes
     /\ \A s \in Slots : inPage(s) /\ (m.votes[s] = LostVote \/ s <= m.settled) => s <= Now.faulty
     /\ \A v \in Now.votes : inPage(v.slot) /\ v.ballot <= m.votes[v.slot].ballot /\
          (IsEarlier(m.votes[v.slot])
             => m.votes[v.slot] = [ballot |-> v.ballot, decree |-> v.decree])
     /\ owed' = IF isUsed THEN owed \cup
                  {[kind |-> "promise", node |-> n, ballot |-> Now.ballot, prefix |-> Now.prefix]}
                ELSE owed
     /\ UNCHANGED vars

(* Rule D1: a vow leaves. *)
OnSaid     == /\ Is("said")
              /\ disk[Now.node].promised >= Now.ballot
              /\ Now.slot > 0 => <<Now.node, Now.slot, Now.ballot>> \in accepted
              /\ UNCHANGED <<vars, owed>>

(* Rules D4, L6: a decree is given to a peer. *)
OnGave     == /\ Is("gave")
              /\ Now.slot <= disk[Now.node].prefix
              /\ LogDecree(disk[Now.node], Now.slot) = Now.decree
              /\ UNCHANGED <<vars, owed>>

Asked == \/ OnPromised \/ OnVoted \/ OnLearnt \/ OnDurable \/ OnLeads \/ OnProposed
         \/ OnRestarted \/ OnHanded \/ OnKnows \/ OnAnswers \/ OnPromises \/ OnSaid \/ OnGave

TraceNext ==
  IF ENABLED Unasked
  THEN Unasked /\ UNCHANGED at
  ELSE (Asked /\ Taken) \/ (LearnForEvent /\ UNCHANGED at)

(* A constraint that prunes nothing: it says how far TLC has got. *)
Reached == PrintT(<<"reached", at>>)
================================================================================
