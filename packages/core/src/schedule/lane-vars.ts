/**
 * Which variables declared with `var` a lane may declare for itself.
 *
 *   var user = await getUser(id); var posts = await getPosts(user.id); var theme = await getTheme();
 *   →   a lane has a `user` and a `posts` of its own, and hands them over to those of the function
 *
 * A `var` belongs to the whole function, but inside a lane, which is a function, the same declaration makes another variable. Nobody
 * can tell them apart if the declaration is all that ever assigns the variable, what the lanes of the segment read of it stands behind
 * that, and nobody looks at the other one before the group is over, or after it has failed. What is declared anew in each round of a
 * loop whose failures are caught has the value of an earlier round before; it is not declared in a lane.
 */
import { Flag, Kind } from "../tree/kinds";
import { BindingFlag, BindingKind } from "../scope/scopes";
import { LateReads } from "../dependence/late";
import { Observability } from "../dependence/observable";
import { Region, Unit } from "../dependence/region";
import { Facts } from "../facts";
import { SegmentGraph } from "./graph";

const enum Reach {
  /** It stays in its place. */
  Function = 1,
  /** A lane may declare it, and its group hands it over to the variable of the function. */
  Lane,
  /** Besides, nothing mentions it but what stands behind its declaration in the same list: it might as well be a constant. */
  Constant,
}

export class LaneVars {
  private answers: Map<i32, i32> = new Map<i32, i32>();
  /** First and last node (exclusive) of the segment's statements. */
  private start: i32;
  private stop: i32;
  private late: LateReads;
  private observability: Observability;
  /** Whether the segment declares anything with another keyword: one pattern then has to take in both. */
  private isMixed: boolean = false;

  constructor(
    private facts: Facts,
    private region: Region,
    graph: SegmentGraph,
  ) {
    const start = region.units[graph.firstUnit].statement;
    this.start = start;
    this.stop = facts.tree.end[region.units[graph.lastUnit - 1].statement];
    this.late = new LateReads(facts, region, start);
    this.observability = new Observability(facts, region);
    for (let index = graph.firstUnit; index < graph.lastUnit; index++) {
      const statement = region.units[index].statement;
      const isOther = facts.tree.kind[statement] === Kind.VarDecl && !this.isVar(region.units[index]);
      if (isOther) this.isMixed = true;
    }
  }

  isVar(unit: Unit): boolean {
    return (this.facts.tree.flags[unit.statement] & Flag.DeclVar) !== 0;
  }

  /** Whether a unit declares variables of the function that no lane may declare. */
  isFixed(unit: Unit): boolean {
    return this.isVar(unit) && this.leastOf(unit) === Reach.Function;
  }

  /** Whether what a unit declares with `var` might as well be declared with `const` or `let`, in the same list. */
  isConstant(unit: Unit): boolean {
    return this.isVar(unit) && this.leastOf(unit) === Reach.Constant;
  }

  /** Whether a lane may declare a variable. */
  isLocal(binding: i32): boolean {
    return this.reachOf(binding) !== Reach.Function;
  }

  private leastOf(unit: Unit): i32 {
    const tree = this.facts.tree;
    let least: i32 = Reach.Constant;
    const root = unit.declarator >= 0 ? unit.declarator : unit.statement;
    for (let node = root; node < tree.end[root]; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0) {
        const reach = this.reachOf(this.facts.scopes.binding[node]);
        if (reach < least) least = reach;
      }
    }
    return least;
  }

  private reachOf(binding: i32): i32 {
    if (this.answers.has(binding)) return this.answers.get(binding) as i32;
    const reach = this.judge(binding);
    this.answers.set(binding, reach);
    return reach;
  }

  private judge(binding: i32): i32 {
    const scopes = this.facts.scopes;
    const others = BindingFlag.Reassigned | BindingFlag.Redeclared | BindingFlag.Exported | BindingFlag.Field;
    if (scopes.kind[binding] !== BindingKind.Var || (scopes.flags[binding] & others) !== 0) return Reach.Function;
    if (scopes.home[binding] !== this.region.owner || (this.late.inLoop && this.late.tryBlock >= 0))
      return Reach.Function;
    const reach = this.reachOfReads(binding);
    if (reach !== Reach.Lane) return reach;
    return this.isMixed || this.observability.isObservable(binding) ? Reach.Function : Reach.Lane;
  }

  /** What the places allow in which a variable is read. */
  private reachOfReads(binding: i32): i32 {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    const declaration = scopes.declaration[binding];
    const known = this.endOfDeclarator(declaration);
    if (known < 0) return Reach.Function;
    const isHeld = scopes.has(binding, BindingFlag.Captured);
    let reach: i32 = isHeld && this.late.inLoop ? Reach.Function : Reach.Constant;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const isBefore = reference < known && reference !== declaration;
      if (isBefore && reference >= this.start) return Reach.Function;
      if (isBefore || !tree.contains(this.region.node, reference)) {
        if (isHeld) return Reach.Function;
        if (reach > Reach.Lane) reach = Reach.Lane;
      }
      reference = scopes.nextReference[reference];
    }
    return reach;
  }

  /** End of the declarator that declares a variable in a statement of the segment and gives it a value; -1 without one. */
  private endOfDeclarator(declaration: i32): i32 {
    const tree = this.facts.tree;
    if (declaration < this.start || declaration >= this.stop) return -1;
    let at = declaration;
    while (at > this.region.node && tree.kind[at] !== Kind.Declarator) at = tree.parent[at];
    if (tree.kind[at] !== Kind.Declarator || tree.kind[tree.child(at, 1)] === Kind.None) return -1;
    return tree.parent[tree.parent[at]] === this.region.node ? tree.end[at] : -1;
  }
}
