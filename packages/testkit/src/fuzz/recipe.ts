import fc from "fast-check";

/** What a statement does; `print-statement.ts` has a case for each. Simple ones first: fast-check shrinks towards them. */
export const simpleKinds = [
  "read",
  "destructure",
  "write",
  "compute",
  "assign",
  "plain",
  "field",
  "expression",
  "log",
  "clock",
  "discard",
  "combinator",
  "repeat",
  "conditional",
  "callback",
  "helper",
  "mutate",
  "promise",
  "closure",
  "chain",
  "collect",
  "yield",
  "service",
  "step",
  "rounds",
  "idiom",
  "filled",
  "choice",
  "vars",
  "local",
  "reuse",
] as const;

export const nestedKinds = ["block", "if", "try", "loop"] as const;

export type Kind = (typeof simpleKinds)[number] | (typeof nestedKinds)[number];

/** A statement before it has names. `picks` decide everything else about it, so that shrinking leaves its neighbours alone. */
export interface Recipe {
  kind: Kind;
  picks: number[];
  body: Recipe[];
  other: Recipe[];
  /** `// @sequential` stands above it. */
  sequential: boolean;
}

export interface ProgramRecipe {
  /** 0 function, 1 arrow, 2 method, 3 async generator, 4 object method, 5 module top level. */
  form: number;
  picks: number[];
  body: Recipe[];
}

/** How often a kind is chosen. Reads dominate: a program without a pair of them proves nothing. */
const weights: Partial<Record<Kind, number>> = {
  read: 14,
  destructure: 4,
  expression: 4,
  chain: 6,
  compute: 3,
  helper: 4,
  conditional: 2,
  log: 4,
  collect: 8,
  service: 8,
  step: 8,
  rounds: 5,
  idiom: 5,
  filled: 4,
  choice: 6,
  vars: 5,
  local: 5,
  reuse: 5,
};

const picks = fc.array(fc.nat(59), { minLength: 8, maxLength: 8 });
const sequential = fc.nat(39).map((value) => value === 39);

const simple = fc.record({
  kind: fc.oneof(...simpleKinds.map((kind) => ({ weight: weights[kind] ?? 1, arbitrary: fc.constant(kind as Kind) }))),
  picks,
  body: fc.constant<Recipe[]>([]),
  other: fc.constant<Recipe[]>([]),
  sequential,
});

function nested(inner: fc.Arbitrary<Recipe>): fc.Arbitrary<Recipe> {
  return fc.record({
    kind: fc.constantFrom<Kind>(...nestedKinds),
    picks,
    body: fc.array(inner, { minLength: 1, maxLength: 4 }),
    other: fc.array(inner, { maxLength: 2 }),
    sequential,
  });
}

const depth1 = fc.oneof({ weight: 8, arbitrary: simple }, { weight: 1, arbitrary: nested(simple) });
const statement = fc.oneof({ weight: 9, arbitrary: simple }, { weight: 2, arbitrary: nested(depth1) });

/** Leaves out statements of some kinds: to look past a fault that is known. */
export function withoutKinds(recipes: Recipe[], kinds: ReadonlySet<string>): Recipe[] {
  return recipes
    .filter(({ kind }) => !kinds.has(kind))
    .map((recipe) => ({ ...recipe, body: withoutKinds(recipe.body, kinds), other: withoutKinds(recipe.other, kinds) }));
}

export const programs: fc.Arbitrary<ProgramRecipe> = fc.record({
  form: fc.nat(5),
  picks,
  body: fc.array(statement, { minLength: 2, maxLength: 7 }),
});
