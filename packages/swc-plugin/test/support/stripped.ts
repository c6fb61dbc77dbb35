/**
 * Fixtures that come out otherwise where SWC runs plugins by default, after it has stripped types and lowered `using` and enums, because the
 * plugin does not see what the source says. Each is compared with what the Babel plugin does to the stripped program, and must be the same.
 *
 * With `jsc.experimental.runPluginFirst` there is no such difference.
 */
const types = "a type that is not there any more needs no temporary, and takes no name";
const using = "what disposes of a resource is a try statement by then, which says itself why an await has to stay";

export const stripped: Record<string, string> = {
  "dag/annotated-results-are-shared-with-their-types": types,
  "hazards/a-resource-of-an-outer-block-is-in-use-in-inner-ones": using,
  "hazards/reads-do-not-cross-a-using-declaration": using,
  "lanes/a-second-value-beside-a-resource-keeps-its-order": using,
  "lanes/annotated-declarations-keep-their-types-inside-a-lane": types,
  "names/a-fresh-name-avoids-type-names": types,
  "scope/annotated-constants-keep-their-types": types,
  "choices/a-choice-with-a-type-keeps-it": types,
  "choices/a-chosen-value-with-a-type-that-may-be-a-promise": types,
  "typescript/a-cast-of-an-awaited-value-is-kept": types,
  "typescript/a-generic-arrow-keeps-its-parameters": types,
  "typescript/a-mix-of-typed-and-untyped-declarations-uses-a-temporary": types,
  "typescript/a-non-null-assertion-is-kept": types,
  "typescript/a-satisfies-clause-is-kept": types,
  "typescript/a-typed-promise-all-stays-one-operation": types,
  "typescript/a-typed-declarator-beside-an-untyped-one-keeps-its-annotation": types,
  "typescript/a-using-declaration-keeps-the-order-below-it": using,
  "loops/using-behind-the-operations": using,
  "loops/using-in-a-block-behind-the-operations": using,
  "typescript/a-variable-declared-between-by-type-only-stays-above-its-assignment": types,
  "typescript/an-array-asserted-as-const-is-not-replaced-in-place": types,
  "typescript/an-array-cast-to-a-tuple-becomes-a-group-in-place": types,
  "typescript/an-await-using-declaration-keeps-the-order-below-it": using,
  "typescript/an-enum-between-two-awaits-at-top-level-is-a-barrier":
    "an enum is a function call by then, and its name is that of an object",
  "typescript/typed-declarations-of-different-kinds-use-temporaries": types,
};
