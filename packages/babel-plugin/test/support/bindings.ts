import type { NodePath } from "@babel/core";

/** Everything that Babel believes about bindings, in a form that can be compared. */
export function bindingsOf(program: NodePath): string[] {
  const facts: string[] = [];
  program.traverse({
    Scope(path: NodePath) {
      record(path);
    },
  });
  record(program);
  return facts.sort();

  function record(path: NodePath): void {
    for (const [name, binding] of Object.entries(path.scope.bindings)) {
      const place = binding.path.getPathLocation();
      const attached = binding.path.findParent((up) => up.isProgram()) === program && isReachable(binding.path);
      const references = binding.referencePaths.map((use) => use.getPathLocation()).join(" ");
      facts.push(`${name} ${binding.kind} at ${place} attached ${attached} used at ${references}`);
    }
  }
}

/** Whether following the path's keys from its parent leads to its node. */
function isReachable(path: NodePath): boolean {
  const container = path.container as unknown as Record<string | number, unknown>;
  const holder = path.parent as unknown as Record<string, unknown>;
  const inPlace = path.listKey === undefined || path.listKey === null || holder[path.listKey] === container;
  return container[path.key as string] === path.node && inPlace;
}
