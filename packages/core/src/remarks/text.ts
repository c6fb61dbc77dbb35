/**
 * The words of each remark. One factory for all hosts, so that the same site reads the same everywhere.
 */
import { Code, Reason } from "../reason";

/** One line without code and position. `line` is that of the culprit when it stands on another line, else 0. */
export function reasonText(reason: Reason, line: i32): string {
  if (reason.via.length > 0) {
    const inner = reasonText(new Reason(reason.code, reason.node, reason.subject), line);
    const colon = inner.indexOf(": ");
    return inner.substring(0, colon + 2) + 'through "' + reason.via + '": ' + inner.substring(colon + 2);
  }
  const at = line > 0 ? " (line " + line.toString() + ")" : "";
  const quoted = (reason.subject.length > 0 ? '"' + reason.subject + '"' : "it") + at;
  switch (reason.code) {
    case Code.Alone:
      return "alone: no other await here that it could start with";
    case Code.Data:
      return "data: uses " + quoted + ", which is set after an earlier await";
    case Code.NeededNext:
      return "data: the next await has to come after it";
    case Code.Inner:
      return "data: waits for the await inside its own operand";
    case Code.Volatile:
      return "data: " + quoted + " may be changed by a closure while something is awaited";
    case Code.Join:
      return "join: " + quoted + " has been started already, awaiting it earlier gains nothing";
    case Code.Observable:
      return "failure: " + quoted + " could be seen half updated if a later await failed";
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
      return "effect: the same call is made before, so it may be a stream (next, read); order is kept";
    case Code.Clock:
      return "clock: the time is read around this await, starting it earlier would change what is measured";
    case Code.Timer:
      return "timer: " + quoted + " waits on purpose (sleep, tick, poll, retry)";
    case Code.Evidence:
      return (
        "evidence: nothing proves that " +
        quoted +
        ' only reads, and mode "strict" asks for proof; list it in effects.read'
      );
    case Code.WriteKnown:
      return "effect: " + quoted + " is known to write";
    case Code.WriteProven:
      return "effect: writes " + quoted + ", which other code can see";
    case Code.Consumed:
      return "effect: uses up the same object as an earlier await, one at a time";
    case Code.Cleanup:
      return "cleanup: " + quoted + " runs when an await here fails, and could disturb one that is still running";
    case Code.Exclusive:
      return "exclusive: " + quoted + " takes one operation at a time (transaction, session, connection)";
    case Code.Declared:
      return "effect: " + quoted + " is listed in effects.sequential";
    case Code.Sql:
      return "effect: the SQL that " + quoted + " runs writes or cannot be read from here";
    case Code.Method:
      return (
        "effect: " + (line > 0 ? "the request" + at : "this request") + " may write (method, body or unknown options)"
      );
    case Code.Event:
      return "effect: a hand-made promise; what it waits for cannot be seen";
    case Code.Between:
      return "effect: " + (reason.subject.length > 0 ? quoted : "the code" + at) + " in between may have effects";
    case Code.OperandEffect:
      return (
        "effect: " + (line > 0 ? "the arguments of the next await" + at : "its own arguments") + " change something"
      );
    case Code.Stream:
      return "effect: " + quoted + " is a stream that others may read too";
    case Code.SharedReceiver:
      return (
        "effect: " +
        quoted +
        " may change an object that another await uses, too; if it only reads, list it in effects.read"
      );
    case Code.Unlisted:
      return "effect: " + quoted + " is not known of its client; if it only reads, list it in effects.read";
    case Code.Prompt:
      return "effect: " + quoted + " may ask the user something; one question at a time";
    case Code.Exit:
      return "control: " + quoted + " may leave before this await is reached";
    case Code.Guard:
      return "guard: what follows " + quoted + " is gated by it";
    case Code.MayThrow:
      return (
        "control: " +
        (reason.subject.length > 0 ? quoted : "the code" + at) +
        " in between may throw; if it cannot, list it in effects.pure"
      );
    case Code.Conditional:
      return line > 0
        ? "conditional: the await next to it" + at + " may not start at all"
        : "conditional: whether it starts is decided by the expression around it";
    case Code.Loop:
      return reason.subject.length > 0
        ? "loop: only an iteration tells whether there is another; for…of says so beforehand"
        : "loop: iterations are kept one after the other";
    case Code.EvaluationOrder:
      return (
        "order: " + (reason.subject.length > 0 ? quoted : "something") + " is evaluated before it in the same statement"
      );
    case Code.Sequential:
      return "directive: " + (line > 0 ? "its neighbour" + at + " is " : "") + "marked @sequential";
    case Code.LintSuppression:
      return "directive: its loop suppresses no-await-in-loop";
    case Code.Unreadable:
      return "directive: comments cannot be read here, and one of them might say @sequential";
    case Code.Yield:
      return "unsupported: yield" + at + " hands control to the caller";
    case Code.Unknown:
      return "unsupported: syntax or effects that are not followed" + at;
    case Code.Shadowed:
      return "unsupported: the name Promise does not mean the global here";
    case Code.Using:
      return "unsupported: using" + at + " disposes of something that could still be in use";
    case Code.Eval:
      return "unsupported: direct eval can see and change every variable";
    case Code.Position:
      return "position: an await in a " + reason.subject + " stays there";
    case Code.ExpressionsOff:
      return "option: awaits inside expressions are left alone (expressions: false)";
    case Code.LoopCarried:
      return "loop: an iteration uses " + quoted + ", which an earlier one changes";
    case Code.LoopExit:
      return "loop: " + quoted + " may leave the loop, and what later iterations start would be too much";
    case Code.LoopSource:
      return "loop: " + quoted + ", which is iterated, may change meanwhile";
    case Code.LoopShape:
      return (
        "loop: " +
        (reason.subject.length > 0 ? quoted : "its body" + at) +
        " does not fit a parallel and an ordered phase"
      );
    case Code.LoopOnce:
      return "loop: " + quoted + " is asked the same in every iteration (retry, poll, stream, pagination)";
    case Code.LoopEvidence:
      return "loop: nothing says that " + quoted + " only reads; if it does, list it in effects.read";
    case Code.Reduce:
      return "loop: reduce makes each iteration wait for the one before; if they are independent, say it with for…of";
    case Code.LoopScript:
      return "unsupported: the helper that loops need has no place in a script that is no module";
    default:
      return "";
  }
}
