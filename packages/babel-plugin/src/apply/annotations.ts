import type { SyntaxNode } from "../lower/syntax";
import type { Builders, Mutable } from "./builders";
import type { Journal } from "./journal";

/**
 * `const a: A = …` and `const b: B = …` become `const [a, b]: [A, B] = …`: inside an array pattern an element cannot carry
 * an annotation of its own.
 *
 * Sets the tuple type on `pattern` and returns the elements whose annotations must be taken off when the edit is applied.
 */
export function gatherAnnotations(types: Builders, pattern: SyntaxNode): SyntaxNode[] {
  const elements: (SyntaxNode | null)[] = pattern.elements;
  const annotated = elements.filter((element): element is SyntaxNode => element !== null && element.typeAnnotation);
  if (annotated.length === 0) return annotated;
  const isFlow = annotated[0].typeAnnotation.type === "TypeAnnotation";
  const parts = elements.map((element) => {
    if (element?.typeAnnotation) return element.typeAnnotation.typeAnnotation as SyntaxNode;
    // A hole takes whatever comes.
    return isFlow ? types.mixedTypeAnnotation() : types.tsUnknownKeyword();
  });
  (pattern as Mutable).typeAnnotation = isFlow
    ? types.typeAnnotation(types.tupleTypeAnnotation(parts))
    : types.tsTypeAnnotation(types.tsTupleType(parts));
  return annotated;
}

export function dropAnnotation(journal: Journal, element: SyntaxNode): void {
  journal.set(element, "typeAnnotation", null);
}
