/**
 * The words of each remark. One factory for all hosts, so that the same site reads the same everywhere.
 */
import { Code, Reason } from "../reason";

/** What lets an awaited call go. */
const VOUCH: string = "mark the statement // @parallel";

/** One line without code and position: the culprit, and what to write to allow it. `line` is that of the culprit when it stands on another line, else 0. */
export function reasonText(reason: Reason, line: i32): string {
  if (reason.via.length === 0) return plainText(reason, line, false);
  const inner = plainText(reason, line, true);
  const colon = inner.indexOf(": ");
  return inner.substring(0, colon + 2) + 'through "' + reason.via + '": ' + inner.substring(colon + 2);
}

/** `isInside`: what is blamed stands in a function that an awaited call runs. */
function plainText(reason: Reason, line: i32, isInside: boolean): string {
  const at = line > 0 ? " (line " + line.toString() + ")" : "";
  const quoted = (reason.subject.length > 0 ? '"' + reason.subject + '"' : "it") + at;
  switch (reason.code) {
    case Code.Alone:
      return "alone: no other await here that it could start with";
    case Code.Data:
      return "data: uses " + quoted + ", which is set after an earlier await";
    case Code.Sets:
      return "data: sets " + quoted + ", which what stands before it reads or sets";
    case Code.NeededNext:
      return "data: the next await has to come after it" + (reason.subject.length > 0 ? ", because of " + quoted : "");
    case Code.Inner:
      return "data: waits for the await inside its own operand";
    case Code.Volatile:
      return (
        "data: " +
        quoted +
        " may be changed by a closure while something is awaited; if its present value will do, copy it into a constant first"
      );
    case Code.Join:
      return "join: " + quoted + " has been started already, awaiting it earlier gains nothing";
    case Code.Observable:
      return (
        "failure: " +
        quoted +
        " could be seen half updated if a later await failed; await into constants, and set it behind them"
      );
    case Code.WriteByName:
      return (
        "effect: " +
        quoted +
        " writes (inferred from its name); if it only reads, list it in effects.read or mark the statement // @parallel"
      );
    case Code.Discarded:
      return (
        "effect: the result of " +
        quoted +
        " is not used, so it is called for its effect; if it only reads, list it in effects.read or mark the statement // @parallel"
      );
    case Code.Repeated:
      return "effect: the same call is made twice, here or around this: it may be a stream (next, read), or look for what changes; if both give the same, await it once";
    case Code.Clock:
      return "clock: the time is read around this await, starting it earlier would change what is measured; read it around all that may go together, in another function";
    case Code.Timer:
      return "timer: " + quoted + " waits on purpose (sleep, tick, poll, retry); if nothing waits for that, " + VOUCH;
    case Code.Evidence:
      return (
        "evidence: nothing proves that " +
        quoted +
        ' only reads, and mode "strict" asks for proof; list it in effects.read'
      );
    case Code.WriteKnown:
      return "effect: " + quoted + " is known to write; if nothing here depends on that, " + VOUCH;
    case Code.WriteProven:
      return (
        "effect: writes " +
        quoted +
        ", which other code can see; if no other await here depends on that, " +
        (isInside ? VOUCH : "let it come behind them")
      );
    case Code.Consumed:
      return "effect: uses up the same object as an earlier await, one at a time; clone the object, or read it once";
    case Code.Cleanup:
      return (
        "cleanup: " +
        quoted +
        " runs when an await here fails, and could disturb one that is still running; if it cannot, list it in effects.read"
      );
    case Code.Exclusive:
      return (
        "exclusive: " + quoted + " takes one operation at a time (transaction, session, connection); give each its own"
      );
    case Code.Declared:
      return "effect: " + quoted + " is listed in effects.sequential; take it out of there to let it go";
    case Code.Sql:
      return (
        "effect: the SQL that " +
        quoted +
        " runs writes or cannot be read from here; write a SELECT where it is run, or " +
        VOUCH
      );
    case Code.Method:
      return (
        "effect: " +
        (line > 0 ? "the call" + at : "this call") +
        " may write (by its method, path, body or other arguments); write its method where it is made, or " +
        VOUCH
      );
    case Code.Event:
      return "effect: a hand-made promise; what it waits for cannot be seen; if nothing depends on that, " + VOUCH;
    case Code.Between:
      return (
        "effect: " +
        (reason.subject.length > 0 ? quoted : "the code" + at) +
        " in between may have effects; let it come before or behind both awaits"
      );
    case Code.OperandEffect:
      return (
        "effect: " +
        (line > 0 ? "the arguments of the next await" + at : "its own arguments") +
        " change something; let a statement of its own do that before"
      );
    case Code.Stream:
      return "effect: " + quoted + " is a stream that others may read too; make it where it is read";
    case Code.SharedReceiver:
      return (
        "effect: " +
        quoted +
        " may change an object that another await uses, too; if it only reads, list it in effects.read"
      );
    case Code.Unlisted:
      return "effect: " + quoted + " is not known of its client; if it only reads, list it in effects.read or " + VOUCH;
    case Code.Prompt:
      return (
        "effect: " +
        quoted +
        " may ask the user something, one question at a time; if it does not, list it in effects.read"
      );
    case Code.Exit:
      return (
        "control: " +
        quoted +
        " may leave before this await is reached; start the await before it, if it may start anyway"
      );
    case Code.Guard:
      return "guard: what follows " + quoted + " is gated by it; if nothing is, list it in effects.read";
    case Code.MayThrow:
      return (
        "control: " +
        (reason.subject.length > 0 ? quoted : "the code" + at) +
        " in between may throw; " +
        (reason.subject.length > 0 ? "if it cannot, list it in effects.pure" : "let it come behind both awaits")
      );
    case Code.Fails:
      return (
        "control: " +
        quoted +
        " may have no value yet where it is read, or is a constant that is set: such a failure keeps its place"
      );
    case Code.Conditional:
      return line > 0
        ? "conditional: the await next to it" + at + " may not start at all; declare a constant with what decides that"
        : "conditional: whether it starts is decided by the expression around it; declare a constant with all of that";
    case Code.Loop:
      return reason.subject.length > 0
        ? "loop: only an iteration tells whether there is another; for…of says so beforehand"
        : "loop: iterations are kept one after the other; the option loops lets those of for…of run together";
    case Code.EvaluationOrder:
      return (
        "order: " +
        (reason.subject.length > 0 ? quoted : "something") +
        " is evaluated before it in the same statement; put the await in front of that"
      );
    case Code.Sequential:
      return (
        "directive: " +
        (line > 0 ? "its neighbour" + at + " is " : "") +
        "marked @sequential; without the mark it may go"
      );
    case Code.LintSuppression:
      return "directive: its loop suppresses no-await-in-loop, which says that the order is meant; if it is not, take that out";
    case Code.Unreadable:
      return "directive: comments cannot be read here, and one of them might say @sequential; let the host hand over the source text";
    case Code.Yield:
      return "unsupported: yield" + at + " hands control to the caller; let both awaits come before or behind it";
    case Code.Unknown:
      return (
        "unsupported: syntax or effects that are not followed" +
        at +
        "; put what may go together in a function of its own"
      );
    case Code.Shadowed:
      return "unsupported: the name Promise does not mean the global here; give the other one another name";
    case Code.Using:
      return (
        "unsupported: using" +
        at +
        " disposes of something that could still be in use; put what may go together above it"
      );
    case Code.Eval:
      return "unsupported: direct eval can see and change every variable; an indirect one, (0, eval)(…), cannot";
    case Code.Position:
      return "position: an await in a " + reason.subject + " stays there; put it in a statement of its own";
    case Code.ExpressionsOff:
      return "option: awaits inside expressions are left alone (expressions: false); without that option they may go";
    case Code.LoopCarried:
      return "loop: an iteration uses " + quoted + ", which an earlier one changes";
    case Code.LoopExit:
      return (
        "loop: " +
        quoted +
        " may leave the loop, and what later iterations start would be too much; choose the items beforehand"
      );
    case Code.LoopSource:
      return "loop: " + quoted + ", which is iterated, may change meanwhile; iterate a copy";
    case Code.LoopShape:
      return (
        "loop: " +
        (reason.subject.length > 0 ? quoted : "its body" + at) +
        " does not fit a parallel and an ordered phase; put the rest of the body in a function"
      );
    case Code.LoopOnce:
      return (
        "loop: " +
        quoted +
        " is asked the same in every iteration (retry, poll, stream, pagination); if the answer stays the same, await it before the loop"
      );
    case Code.LoopEvidence:
      return "loop: nothing says that " + quoted + " only reads; if it does, list it in effects.read";
    case Code.Reduce:
      return "loop: reduce makes each iteration wait for the one before; if they are independent, say it with for…of";
    case Code.LoopScript:
      return "unsupported: the helper that loops need has no place in a script that is no module; make it one with import or export";
    default:
      return "";
  }
}
