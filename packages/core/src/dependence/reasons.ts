/**
 * Turns the cause of an effect into the reason a remark gives.
 */
import { Kind } from "../tree/kinds";
import { Cause, Effect } from "../effects/effect";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";

export function reasonOfCause(facts: Facts, effect: Effect): Reason {
  return new Reason(codeOfCause(effect.cause), effect.culprit, subjectOf(facts, effect.culprit));
}

function codeOfCause(cause: Cause): Code {
  switch (cause) {
    case Cause.WriteByName:
      return Code.WriteByName;
    case Cause.WriteKnown:
      return Code.WriteKnown;
    case Cause.WriteProven:
    case Cause.Assignment:
      return Code.WriteProven;
    case Cause.Discarded:
      return Code.Discarded;
    case Cause.Guard:
      return Code.Guard;
    case Cause.Timer:
      return Code.Timer;
    case Cause.Clock:
      return Code.Clock;
    case Cause.Exclusive:
      return Code.Exclusive;
    case Cause.Declared:
      return Code.Declared;
    case Cause.Sql:
      return Code.Sql;
    case Cause.Method:
      return Code.Method;
    case Cause.Event:
      return Code.Event;
    case Cause.Stream:
      return Code.Stream;
    case Cause.Unlisted:
      return Code.Unlisted;
    case Cause.Prompt:
      return Code.Prompt;
    default:
      return Code.Unknown;
  }
}

/** A short name for a node: the callee of a call, the name of a variable or property, a keyword. */
export function subjectOf(facts: Facts, node: i32): string {
  if (node < 0) return "";
  const tree = facts.tree;
  switch (tree.kind[node]) {
    case Kind.Call:
    case Kind.New:
    case Kind.TaggedTemplate:
    case Kind.ImportCall:
      return calledName(facts, node);
    case Kind.Await:
      return subjectOf(facts, tree.firstChild(node));
    case Kind.Ident:
      return tree.text(node);
    case Kind.Member: {
      const object = subjectOf(facts, tree.firstChild(node));
      const property = tree.atom[node] >= 0 ? "." + tree.text(node) : "[…]";
      return object + property;
    }
    case Kind.This:
      return "this";
    case Kind.Super:
      return "super";
    case Kind.If:
      return "if";
    case Kind.Return:
      return "return";
    case Kind.Throw:
      return "throw";
    case Kind.Break:
      return "break";
    case Kind.Continue:
      return "continue";
    case Kind.For:
    case Kind.ForIn:
    case Kind.ForOf:
      return "for";
    case Kind.While:
    case Kind.DoWhile:
      return "while";
    case Kind.Switch:
      return "switch";
    case Kind.Try:
      return "try";
    case Kind.Yield:
      return "yield";
    case Kind.Enum:
      return "enum";
    case Kind.Namespace:
      return "namespace";
    case Kind.Class:
      return "class";
    case Kind.Debugger:
      return "debugger";
    case Kind.VarDecl:
      return tree.kind[tree.child(tree.firstChild(node), 0)] === Kind.Ident
        ? tree.text(tree.child(tree.firstChild(node), 0))
        : "";
    case Kind.TypeWrap:
    case Kind.Chain:
      return subjectOf(facts, tree.firstChild(node));
    default:
      return "";
  }
}

/** `db.find`, or `fetch().json` for a method of another call's result. */
function calledName(facts: Facts, call: i32): string {
  const tree = facts.tree;
  const path = facts.calls.classify(call).path;
  const callee = facts.calls.callees.unwrap(tree.firstChild(call));
  if (callee < 0 || tree.kind[callee] !== Kind.Member) return path;
  let object = facts.calls.callees.unwrap(tree.firstChild(callee));
  if (tree.kind[object] === Kind.Await) object = facts.calls.callees.unwrap(tree.firstChild(object));
  if (tree.kind[object] !== Kind.Call || tree.atom[callee] < 0) return path;
  const inner = facts.calls.classify(object).path;
  return inner.length > 0 ? inner + "()." + tree.text(callee) : path;
}
