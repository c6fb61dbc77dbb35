/** Leads from a struct that no row of `lowering.txt` describes to the function that lowers it. */
import { Walk } from "./walk";
import { lowerClassPart } from "./classes";
import { lowerExpression } from "./expressions";
import { lowerFunctionPart } from "./functions";
import { lowerJsx } from "./jsx";
import { lowerModulePart } from "./modules";
import { lowerProperty } from "./properties";
import { lowerStatement } from "./statements";
import { lowerType } from "./types";

/** `walk.reader` has entered the struct, unless `type` is a `Part`. */
export function lowerSpecial(walk: Walk, item: i32, type: i32, role: i32): void {
  const done =
    lowerExpression(walk, item, type, role) ||
    lowerStatement(walk, item, type, role) ||
    lowerFunctionPart(walk, item, type, role) ||
    lowerProperty(walk, item, type, role) ||
    lowerClassPart(walk, item, type, role) ||
    lowerModulePart(walk, item, type, role) ||
    lowerJsx(walk, item, type) ||
    lowerType(walk, item, type);
  if (!done) walk.reader.fail("a structure that has no rule", item);
}
