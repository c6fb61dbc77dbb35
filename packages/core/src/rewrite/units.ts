/**
 * What is written of one unit: its statement, the keyword of its declaration, who carries its comments.
 */
import { Flag, Kind } from "../tree/kinds";
import { Facts } from "../facts";
import { Form, Region, Site, Unit } from "../dependence/region";
import {
  array,
  arrayPattern,
  awaiting,
  block,
  keep,
  keepReplaced,
  OutKind,
  OutNode,
  returning,
  variable,
} from "./output";

/** A unit as a statement, with whatever has been replaced in it. */
export function writeUnit(facts: Facts, region: Region, unit: Unit): OutNode {
  const tree = facts.tree;
  if (!region.isList && tree.kind[unit.statement] > Kind.Namespace) {
    const out = returning(keep(unit.statement));
    out.origin = unit.statement;
    return out;
  }
  if (unit.declarator < 0) return keep(unit.statement);
  const pattern = tree.firstChild(unit.declarator);
  const out = variable(keywordOf(facts, unit), keep(pattern), keep(tree.nextSibling(pattern)));
  out.origin = unit.declarator;
  if (ownsComments(unit)) out.comments = unit.statement;
  return out;
}

/** The body of a function that does what some statements do; a block of the source may be all of it. */
export function bodyOf(facts: Facts, statements: OutNode[]): OutNode {
  const only = statements.length === 1 && statements[0].kind === OutKind.Keep ? statements[0].node : -1;
  if (only < 0 || facts.tree.kind[only] !== Kind.Block) return block(statements);
  // A text at the beginning of a function may be a directive.
  const first = facts.tree.firstChild(only);
  if (facts.tree.kind[first] === Kind.ExprStmt && facts.tree.kind[first + 1] === Kind.String) return block(statements);
  return statements[0];
}

/** The value of a site where it is waited for. */
export function valueOf(site: Site): OutNode {
  return site.isComposite ? operandOf(site) : awaiting(operandOf(site));
}

/** What an async function returns for a site: a value that may be a promise stands in an array, so that it is handed over as it is. */
export function resultOf(site: Site): OutNode {
  return site.isBoxed ? array([operandOf(site)]) : operandOf(site);
}

/** What receives that. */
export function receiverOf(site: Site, pattern: OutNode): OutNode {
  return site.isBoxed && pattern.kind !== OutKind.Hole ? arrayPattern([pattern]) : pattern;
}

/** What a site waits for, or the whole of an expression that decides what it awaits, where it is written anew. */
export function operandOf(site: Site): OutNode {
  // Its name stands where it stood.
  const isReplaced = site.isComposite && !site.isStep && !site.isConstant;
  return isReplaced ? keepReplaced(site.operand) : keep(site.operand);
}

/** `const`, `let` or `var` of a declaration. */
export function keywordOf(facts: Facts, unit: Unit): string {
  const flags = facts.tree.flags[unit.statement];
  if ((flags & Flag.DeclConst) !== 0) return "const";
  return (flags & Flag.DeclLet) !== 0 ? "let" : "var";
}

/** Of a declaration split into its declarators, the first carries the comments. */
export function ownsComments(unit: Unit): boolean {
  return unit.declarator < 0 || unit.declarator === unit.statement + 1;
}

/** Whether a declared site carries a type annotation. */
export function isTyped(facts: Facts, site: Site): boolean {
  return site.form === Form.Declare && (facts.tree.flags[facts.tree.parent[site.node]] & Flag.Typed) !== 0;
}
