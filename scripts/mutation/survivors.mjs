/** Rules that no fixture notices when they are taken away, and why they stay. */
export const survivors = {
  "dependence/build.ts:addOperation:mark1":
    "a loop is looked at only where something else is awaited in it, too, and the region of that knows the same",
  "dependence/barriers.ts:barrierOfEffect:reason2":
    "every write has a cause, which the line before asks for; without one it must not pass as harmless",
  "dependence/step.ts:readNodes:no7":
    "a call whose result is thrown away is no read by its name alone (effects/discarded.ts)",
  "schedule/graph.ts:set:edge2":
    "forgets readers that later writes need not wait for once more: fewer edges, no other order",
  "schedule/copies.ts:mayBeCopied:no1":
    "what is set in an object counts as a change of the object (privateWrites), and late reads of one are told apart before (isOnlyReplaced)",
  "schedule/usage.ts:isRight:no1": "bounds the work",
  "schedule/usage.ts:isRight:no2": "lanes that assign the same variable share promises, which obstacleOfShares refuses",
  "schedule/usage.ts:isRight:no3":
    "a lane that waits for one that assigns the variable shares a promise with it; a handler that looks at the variable keeps both in the body",
  "schedule/usage.ts:mayKeep:yes1":
    "the graph orders what may leave a variable as it was behind who has set it (replaces)",
  "loops/judge.ts:frozen:reason1":
    "asked where nobody wants a report, and the check wants one; rule-out.test.ts of the testkit compares both on every fixture",
  "loops/independence.ts:sharedObject:reason2": "what takes the next of something has its place already (seals.ts)",
  "schedule/claims.ts:after:level4": "afterAdvances orders the same calls",
  "schedule/claims.ts:afterAdvances:level1": "what takes the next of something does not start before a read (seals.ts)",
  "schedule/claims.ts:afterAdvances:edge3": "what takes the next of something does not start before a read (seals.ts)",
  "dependence/observable.ts:isMadeBefore:yes2": "bounds the work",
  "schedule/claims.ts:afterAdvances:edge2": "after orders the same calls",
  "schedule/claims.ts:joinOthers:edge3": "only keeps the lists of holders short; whom a claim waits for is the same",
  "effects/fields.ts:reaches:yes2":
    "an object on which something unknown is called is handed out (holders.ts), so that nothing of it is a location",
  "effects/meanwhile.ts:mayMeet:yes5": "bounds the work",
  "effects/meanwhile.ts:mayRunBefore:yes3": "bounds the work",
  "effects/meanwhile.ts:isCalledAlone:no1":
    "nothing in a field or static block can be awaited, so that no function in one is called alone",
  "effects/meanwhile.ts:isCalledAlone:no3": "bounds the work",
  "effects/meanwhile.ts:runsOnce:no2":
    "a function that nobody awaits goes on for good (kept.ts), and one that is awaited is over before the next round",
  "effects/kept.ts:isCalledBy:no5": "an asynchronous function is asked about only where it is awaited (runsNow)",
  "effects/kept.ts:isOnlyCalled:no2": "bounds the work",
  "effects/kept.ts:runsLater:yes1": "bounds the work",
  "effects/slots.ts:isCandidate:no2": "a write to an object that was not made there is no private write (HeapWrites)",
  "effects/slots.ts:isCandidate:no3": "bounds the work",
  "schedule/schedule.ts:isPatternOnly:no1": "readAfter says the same of a variable that a residual has set",
  "schedule/schedule.ts:define:edge3":
    "a variable that an operand and then a statement set is pinned before it comes to that",
  "schedule/late.ts:isSeenLater:yes1":
    "an assignment to a variable of another function is a barrier before lanes are tried",
  "effects/calls.ts:hold:mark1":
    "only tells early that a file has nothing to hoist; then all of it is looked at, and no fixture runs slower for that",
  "effects/calls.ts:isStatement:yes3": "what has been noted before stays noted, whatever the answer is",
  "schedule/late.ts:isSeenLater:yes2": "an assignment to a captured variable is a barrier before lanes are tried",
  "loops/operations.ts:before:reason1":
    "a guard is tried only after the body as a whole has been found to consist of reads (list.ts, guardIn)",
  "loops/operations.ts:inside:reason1": "an await that is in no region then keeps the loop (strayAwait)",
  "loops/operations.ts:followsItsStatement:no2":
    "a declaration moves with its operations, and what it writes must then be the iteration's own (ownWrites)",
  "loops/head.ts:isOnlyCounted:no2":
    "the head of for…of can assign a `let` only where it has no value yet, which fails in any order",
  "loops/head.ts:source:reason3": "an operation that is given an item is taken to run the iterators of the file, too",
  "loops/head.ts:source:reason4": "an operation that is given an item is taken to run the iterators of the file, too",
  "loops/delay.ts:isTriedAgain:yes1":
    "isObservable knows what a failed round of a loop around the `try` leaves (carried.ts); this keeps a few loops more",
  "loops/delay.ts:isPossible:no1": "refuses asks the same of what is put off",
  "loops/delay.ts:isPossible:no3": "what changes nothing may as well wait",
  "loops/standing.ts:standingOf:reason2":
    "every write has a cause, which the line before asks for; without one it must not pass as harmless",
  "loops/inner.ts:lookInside:reason1": "an await that is in no region then keeps the loop (strayAwait)",
  "loops/list.ts:guardIn:early2": "a body that is an `if` and no block is found not to fit before that (PA604)",
  "loops/inner.ts:lookInside:reason3": "an await that is in no region then keeps the loop (strayAwait)",
  "loops/inner.ts:lookInto:reason2": "an await that is in no region then keeps the loop (strayAwait)",
  "loops/list.ts:guardIn:early1": "saves a second look that finds the same",
  "loops/groups.ts:isTaken:no1":
    "asserts what the rewriting must have made; in none of 12,000 random bodies of loops does a group take in more than moves",
  "loops/groups.ts:isTaken:no2":
    "asserts what the rewriting must have made; in none of 12,000 random bodies of loops does a group begin in front of what moves",
  "loops/groups.ts:isTaken:no3":
    "asserts what the rewriting must have made; in none of 12,000 random bodies of loops does a group end behind the statement that is split",
  "loops/groups.ts:isBegun:no1":
    "asserts what the rewriting must have made; in none of 12,000 random bodies of loops does the beginning of a try become anything but the await of a name",
  "loops/groups.ts:isBegun:no2":
    "asserts what the rewriting must have made; in none of 12,000 random bodies of loops is more than the beginnings of several try statements moved",
  "loops/variables.ts:isKnownOnlyIn:no1":
    "a parameter that a `var` names again is declared twice, which the next line asks for",
  "loops/variables.ts:isKnownOnlyIn:no3": "an export is a mention outside of the loop",
  "loops/find.ts:hasVariable:no2": "what declares nothing is refused by Head.variables, too",
};
