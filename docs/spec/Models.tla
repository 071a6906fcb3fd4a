--------------------------------- MODULE Models ---------------------------------
(* What the configurations next to this file choose from. *)
EXTENDS MultiPaxos, TLC

TwoBallots   == <<1, 2>>         \* one of node 1, and a higher one of node 2
ThreeBallots == <<1, 2, 3>>
AnyDecree    == Decrees
OnlyNoop     == {Noop}
Alike        == Permutations(Nodes \ {1, 2})      \* nodes that never lead
=================================================================================
