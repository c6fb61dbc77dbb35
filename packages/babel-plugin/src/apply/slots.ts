import type { SyntaxNode } from "../lower/syntax";
import type { Builders } from "./builders";
import type { Journal } from "./journal";
import type { Positions } from "./positions";

/** Where a host node sits: `holder[key]`, with `holder` a node or one of its lists. */
export interface Slot {
  holder: object;
  key: string | number;
  /** The node that has the slot or its list. */
  owner: SyntaxNode;
}

/** Host nodes that core does not see, so that its parent and child may have one of them between. */
const UNSEEN = new Set([
  "ClassBody",
  "JSXExpressionContainer",
  "JSXOpeningElement",
  "ParenthesizedExpression",
  "TSEnumBody",
  "TSEnumMember",
  "TSParameterProperty",
]);

/** Finds `node` among the children of `parent`, in the tree as it was before any edit. */
export function findSlot(types: Builders, positions: Positions, parent: SyntaxNode, node: SyntaxNode): Slot {
  const owners = [parent];
  for (let next = 0; next < owners.length; next += 1) {
    const owner = owners[next];
    for (const key of types.VISITOR_KEYS[owner.type] ?? Object.keys(owner)) {
      const value: unknown = owner[key];
      if (value === node) return { holder: owner, key, owner };
      if (Array.isArray(value)) {
        const index = positions.of(value, node);
        if (index >= 0) return { holder: value, key: index, owner };
        for (const item of value) if (isUnseen(item)) owners.push(item);
      } else if (isUnseen(value)) {
        owners.push(value);
      }
    }
  }
  throw new Error(`${node.type} is no child of ${parent.type}`);
}

function isUnseen(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && UNSEEN.has((value as SyntaxNode).type);
}

/** The statement list of a block, program, case or static block. */
export function statementList(owner: SyntaxNode): SyntaxNode[] {
  const list: unknown = owner.type === "SwitchCase" ? owner.consequent : owner.body;
  if (Array.isArray(list)) return list;
  throw new Error(`${owner.type} has no statement list`);
}

/** Puts `made` into the slot, with what changes around it. */
export function fillSlot(journal: Journal, { holder, key, owner }: Slot, made: SyntaxNode): void {
  journal.set(holder, key, made);
  // Babel 7 and ESTree mark arrows without a block; a printer believes the body, other plugins may believe the mark.
  if (owner.type === "ArrowFunctionExpression" && key === "body" && "expression" in owner) {
    journal.set(owner, "expression", made.type !== "BlockStatement");
  }
  // `{ name }` has become `{ name: something }`.
  if (owner.type === "ObjectProperty" && key === "value" && owner.shorthand && made.type !== "AssignmentPattern") {
    journal.set(owner, "shorthand", made.type === "Identifier" && made.name === owner.key.name);
  }
}
