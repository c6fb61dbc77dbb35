import { knownFields } from "./fields";
import type { SyntaxNode } from "./lower/syntax";
import { declaredName, type Fields, firstAtOrAfter, Spine } from "./spine";

/** What may matter of a file: some functions and the module, without the other functions' parameters and bodies. */
export class Outline {
  /** Where fields are given what tells what calls on them do; null until a function asks. */
  private places: readonly number[] | null = null;

  constructor(
    readonly functions: ReadonlySet<SyntaxNode>,
    /** Names of functions that matter, too. */
    private readonly names: ReadonlySet<string>,
    private readonly program: SyntaxNode,
    private readonly code: string,
    private readonly hasSummaries: boolean,
  ) {}

  has(node: SyntaxNode): boolean {
    if (this.functions.has(node)) return true;
    const name = declaredName(node);
    if (name !== null && this.names.has(name)) return true;
    const places = (this.places ??= knownFields(this.program, this.code, this.hasSummaries));
    if (places.length === 0) return false;
    const { start, end } = node;
    if (typeof start !== "number" || typeof end !== "number") return true;
    const next = firstAtOrAfter(places, start);
    return next < places.length && places[next] < end;
  }
}

/**
 * The functions with two awaits that might meet (or, with `loops`, with one in a loop), all functions around these, those that such awaits
 * wait for, and those that give a field what tells what calls on the field do. Null when there are none, the module included:
 * then there is nothing to group, and the file need not even be lowered. "whole" when the tree does not say where its nodes are.
 *
 * Looks only where the text says `await`, so it visits a small part of the tree. Text in comments and strings counts too: a
 * function may be listed for nothing, but none is missing. `fields` says which fields of each type of node hold others; all are
 * looked at of types that it does not know.
 */
export function outlineOf(
  program: SyntaxNode,
  code: string,
  loops = false,
  hasSummaries = false,
  fields: Fields = {},
): Outline | "whole" | null {
  const places = occurrences(code, "await");
  if (places.length < (loops ? 1 : 2)) return null;
  if (typeof program.start !== "number") return "whole";
  const spine = new Spine(places, loops, fields);
  const functions = spine.promisingFunctions(program);
  if (functions === null) return "whole";
  return functions.size > 0 ? new Outline(functions, spine.awaited, program, code, hasSummaries) : null;
}

function occurrences(code: string, text: string): number[] {
  const places: number[] = [];
  for (let at = code.indexOf(text); at >= 0; at = code.indexOf(text, at + text.length)) places.push(at);
  return places;
}
