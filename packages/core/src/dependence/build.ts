/**
 * Builds the units of a region and decides, for each, what may move.
 *
 *   const a = await f();      site, read
 *   const n = a.length;       no site, may run later
 *   if (!a) return;           barrier
 *   await save(a);            site, sealed: a write
 *
 * Requires the facts of the earlier phases. Guarantees: a site without `seal` is a read that may run beside other reads; a
 * site without `pin` may start as early as its data allows; a unit without `barrier` leaves nothing that could be missed when
 * a later operation fails first. Every rule here has fixtures on both sides (`docs/dependence.md`).
 */
import { Flag, Kind } from "../tree/kinds";
import { DirectiveBit } from "../directives/directives";
import { Effect } from "../effects/effect";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { isStep } from "../precheck/steps";
import { BindingFlag } from "../scope/scopes";
import { Code, Reason } from "../reason";
import { Barriers } from "./barriers";
import { cleanupHazard } from "./cleanup";
import { LateReads } from "./late";
import { Observability } from "./observable";
import { obstacleOf } from "./obstacle";
import { reasonOfCause, subjectOf } from "./reasons";
import { Form, Region, Site, Unit } from "./region";
import { awaitsInDefaults, beginsWithItsOnlyAwait, readStep } from "./step";
import { Seals } from "./seals";
import { UnitWalker } from "./walk";
import { isSettled } from "./settled";

/** How often a statement is looked at without those of its expressions that could not move. */
const MAX_TRIES: i32 = 4;

/** Builds the units from statement `first` to statement `last` of a region found by `findRegions`. */
export function buildRegion(facts: Facts, region: Region, first: i32, last: i32): void {
  const builder = new RegionBuilder(facts, region);
  builder.run(first, last);
}

/** Why no operation of a region, from statement `first` on, may move, as far as that takes a look at all that is called around it. */
export function frozenBy(facts: Facts, region: Region, first: i32): Reason | null {
  if (facts.clocks.of(region.owner) > 1) return new Reason(Code.Clock, region.owner, "");
  return cleanupHazard(facts, region, first);
}

/** Adds an operation that no `await` waits for: `operand` gives what the `for await` statement iterates. */
export function addOperation(facts: Facts, region: Region, statement: i32, operand: i32): void {
  const builder = new RegionBuilder(facts, region);
  builder.addOperation(statement, operand);
}

class RegionBuilder {
  private walker: UnitWalker;
  private observability: Observability;
  private barriers: Barriers;
  private seals: Seals;
  /** Bindings that statements with awaits set. */
  private awaited: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private facts: Facts,
    private region: Region,
  ) {
    this.walker = new UnitWalker(facts, region);
    const observability = new Observability(facts, region);
    this.observability = observability;
    this.barriers = new Barriers(facts, observability, region.owner);
    this.seals = new Seals(facts, region, observability);
  }

  run(first: i32, last: i32): void {
    const facts = this.facts;
    const tree = facts.tree;
    this.seals.frozen = this.freeze(first);
    let statement = first;
    while (statement >= 0 && statement <= last) {
      if (this.isSplit(statement)) {
        let declarator = tree.firstChild(statement);
        while (declarator >= 0) {
          this.addUnit(statement, declarator, declarator);
          declarator = tree.nextSibling(declarator);
        }
      } else {
        this.addUnit(statement, -1, this.rootOf(statement));
      }
      if (!this.region.isList) break;
      // Below a `using` declaration something is open that a failure would dispose of.
      if (
        this.seals.frozen === null &&
        facts.contents.has(statement, Contains.Using) &&
        tree.kind[statement] === Kind.VarDecl
      )
        this.seals.frozen = new Reason(Code.Using, statement, "");
      statement = tree.nextSibling(statement);
    }
  }

  addOperation(statement: i32, operand: i32): void {
    this.seals.frozen = this.freeze(statement);
    const region = this.region;
    const unit = new Unit(statement, -1);
    const site = new Site(statement, operand, region.units.length);
    // It has no await of its own.
    site.isStep = true;
    this.walker.evaluateAll(statement, operand, site.effect);
    region.order.push(region.sites.length);
    region.sites.push(site);
    unit.lastSite = region.sites.length;
    region.units.push(unit);
    this.seals.judge(site, this.directiveOf(statement));
  }

  /** Reasons that hold for the whole region. */
  private freeze(first: i32): Reason | null {
    const facts = this.facts;
    if (!facts.promiseIsGlobal) return new Reason(Code.Shadowed, -1, "");
    if (facts.hasEval) return new Reason(Code.Eval, -1, "");
    let at = this.region.node;
    while (at > 0) {
      if (facts.tree.kind[at] === Kind.Opaque) return new Reason(Code.Unknown, at, "");
      at = facts.tree.parent[at];
    }
    let owner = this.region.owner;
    while (owner > 0) {
      if (facts.exclusive.transactions.isBody(owner)) return new Reason(Code.Exclusive, owner, "transaction");
      owner = facts.scopes.owner[owner];
    }
    return this.region.asksLate ? null : frozenBy(facts, this.region, first);
  }

  /** A declaration with an await and several declarators, all with a value, is a unit per declarator. */
  private isSplit(statement: i32): boolean {
    const tree = this.facts.tree;
    if (tree.kind[statement] !== Kind.VarDecl || !this.facts.contents.has(statement, Contains.Await)) return false;
    let declarator = tree.firstChild(statement);
    if (tree.nextSibling(declarator) < 0) return false;
    while (declarator >= 0) {
      if (tree.kind[tree.child(declarator, 1)] === Kind.None) return false;
      declarator = tree.nextSibling(declarator);
    }
    return true;
  }

  private setsProperty(statement: i32): boolean {
    const tree = this.facts.tree;
    const assignment = tree.firstChild(statement);
    if (tree.kind[assignment] !== Kind.Assign || tree.text(assignment) !== "=") return false;
    return tree.kind[tree.firstChild(assignment)] === Kind.Member;
  }

  /** The part of a statement that is always evaluated when the statement runs. */
  private rootOf(statement: i32): i32 {
    const kind = this.facts.tree.kind[statement];
    if (this.isPlainBranch(statement)) return statement;
    if (kind === Kind.If || kind === Kind.Switch || kind === Kind.ForOf || kind === Kind.ForIn)
      return this.facts.tree.firstChild(statement);
    return statement;
  }

  /** An `if` that neither suspends nor leaves: all of it may happen, and its effects say what that would be. */
  private isPlainBranch(statement: i32): boolean {
    if (this.facts.tree.kind[statement] !== Kind.If) return false;
    const stops =
      Contains.Await | Contains.Exit | Contains.Yield | Contains.Opaque | Contains.Using | Contains.ForAwait;
    return (this.facts.contents.bits[statement] & stops) === 0;
  }

  private addUnit(statement: i32, declarator: i32, root: i32): void {
    const region = this.region;
    const tree = this.facts.tree;
    const unit = new Unit(statement, declarator);
    const directive = this.directiveOf(statement);
    const conditional = region.conditional.length;
    unit.firstSite = region.sites.length;
    if (directive === null && isStep(tree, this.facts.contents, statement)) {
      if (this.addStep(unit, directive, conditional) || this.addGuest(unit)) return;
    }
    if (!this.isWalkable(statement)) {
      unit.firstSite = region.sites.length;
      unit.lastSite = region.sites.length;
    } else {
      // A choice that goes to a property has a name before it gets there, so that properties come in their order.
      const isExpression = tree.kind[statement] === Kind.ExprStmt && !this.setsProperty(statement);
      if (isExpression || !this.walkComposites(unit, root, directive)) this.walker.walk(unit, root, false, false);
      if (isExpression && region.conditional.length > conditional) {
        // All of it as one operation gives the plainer code.
        if (this.addStep(unit, directive, conditional)) return;
        this.forget(unit, conditional);
        if (!this.walkComposites(unit, root, directive)) this.walker.walk(unit, root, false, false);
        else if (region.conditional.length === conditional) unit.obstacle = null;
      }
      if (region.conditional.length > conditional && awaitsInDefaults(this.facts, unit) && !this.needsMore(unit)) {
        if (this.addStep(unit, directive, conditional)) return;
        unit.obstacle = null;
      }
    }
    region.units.push(unit);
    const results = unit.residual.bindingWrites;
    if (unit.hasSites) for (let i: i32 = 0; i < results.length; i++) this.awaited.set(results[i], true);
    this.markForms(unit);
    let stuck: Reason | null = null;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[region.order[i]];
      this.seals.judge(site, directive);
      // A site after a sealed one in the same unit cannot leave the unit without overtaking it, and one that must not start
      // earlier cannot leave it in company.
      if (site.pin !== null && i > unit.firstSite && site.seal === null) site.seal = site.pin;
      if (site.seal === null) site.seal = stuck;
      else if (stuck === null) stuck = site.seal;
    }
    if (directive !== null) unit.barrier = directive;
    else unit.barrier = this.barriers.find(unit, root, this.isWalkable(statement));
  }

  /**
   * `try { user = await getUser(id); } catch (error) { console.error(error); }`: what a statement awaits first may start early, if it is
   * awaited in there, where a failure is caught.
   */
  private addGuest(unit: Unit): boolean {
    const facts = this.facts;
    const region = this.region;
    const statement = unit.statement;
    if (!region.takesSteps || this.seals.frozen !== null || !beginsWithItsOnlyAwait(facts, statement)) return false;
    const conditional = region.conditional.length;
    this.walker.walk(unit, statement, false, false);
    // Its only await may be a conditional one.
    if (unit.hasSites) {
      const site = region.sites[unit.firstSite];
      site.isGuest = true;
      region.units.push(unit);
      this.seals.judge(site, null);
      if (site.seal === null) {
        unit.barrier = this.barriers.find(unit, statement, true);
        if (unit.place === null) unit.place = new Reason(Code.Between, statement, subjectOf(facts, statement));
        return true;
      }
      region.units.pop();
    }
    this.forget(unit, conditional);
    return false;
  }

  /** Whether the pattern of a declaration mentions something of the region that its value does not: that would have to wait for it. */
  private needsMore(unit: Unit): boolean {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    const pattern = tree.firstChild(tree.firstChild(unit.statement));
    const value = tree.nextSibling(pattern);
    for (let node = pattern; node < tree.end[pattern]; node++) {
      const binding = scopes.binding[node];
      if (binding < 0 || tree.contains(unit.statement, scopes.declaration[binding])) continue;
      const isOfRegion = tree.contains(this.region.node, scopes.declaration[binding]) || !scopes.isStable(binding);
      if (isOfRegion && !this.mentions(value, binding)) return true;
    }
    return false;
  }

  /** Takes back what has been found out about a unit; `conditional`: how many conditional awaits stand before it. */
  private forget(unit: Unit, conditional: i32): void {
    this.region.sites.length = unit.firstSite;
    this.region.order.length = unit.firstSite;
    this.region.conditional.length = conditional;
    unit.residual = new Effect();
    unit.barrier = null;
  }

  /** Makes a unit an operation as a whole, if it may be one; `conditional`: how many conditional awaits stand before it. */
  private addStep(unit: Unit, directive: Reason | null, conditional: i32): boolean {
    const region = this.region;
    if (!region.takesSteps || directive !== null || this.seals.frozen !== null) return false;
    const site = readStep(this.facts, region, this.observability, unit.statement);
    if (site === null) {
      if (this.facts.options.remarks)
        unit.obstacle = obstacleOf(this.facts, region, this.observability, unit.statement);
      return false;
    }
    // Guesses that mode "aggressive" overrules: here they would be about more than an operation.
    const seal = site.effect.isRead ? this.seals.sealOf(site) : reasonOfCause(this.facts, site.effect);
    if (seal !== null) {
      unit.obstacle = seal;
      return false;
    }
    region.units.push(unit);
    const pin = this.seals.pinOf(site);
    if (pin !== null) {
      region.units.pop();
      unit.obstacle = pin;
      return false;
    }
    this.forget(unit, conditional);
    region.order.push(region.sites.length);
    region.sites.push(site);
    unit.lastSite = region.sites.length;
    for (let i: i32 = 0; i < site.sets.length; i++) unit.residual.bindingWrites.push(site.sets[i]);
    for (let i: i32 = 0; i < site.declares.length; i++) unit.residual.bindingWrites.push(site.declares[i]);
    return true;
  }

  /**
   * Walks a unit in which expressions that decide what they await count as one operation each, but for those that could not move;
   * false, with nothing changed, when that leaves none.
   */
  private walkComposites(unit: Unit, root: i32, directive: Reason | null): boolean {
    const facts = this.facts;
    const region = this.region;
    if (directive !== null || this.seals.frozen !== null || !facts.contents.has(root, Contains.Await)) return false;
    const conditional = region.conditional.length;
    if (this.walker.excluded.size > 0) this.walker.excluded = new Map<i32, i32>();
    for (let tries: i32 = 0; tries < MAX_TRIES; tries++) {
      if (this.walkWhole(unit, root, false)) {
        if (!this.gainsByHeads(unit)) return true;
        this.forget(unit, conditional);
        if (this.walkWhole(unit, root, true)) return true;
        this.forget(unit, conditional);
        return this.walkWhole(unit, root, false);
      }
      this.forget(unit, conditional);
    }
    return false;
  }

  private walkWhole(unit: Unit, root: i32, heads: boolean): boolean {
    const region = this.region;
    this.walker.walk(unit, root, true, heads);
    // Its sites are looked at as those of a unit of the region.
    region.units.push(unit);
    let movable = true;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[i];
      if (!site.isComposite || this.mayMoveWhole(site)) continue;
      movable = false;
      if (!heads) this.walker.excluded.set(site.node, site.outer < 0 ? site.failing : -1);
    }
    region.units.pop();
    return movable;
  }

  /**
   * Whether an await that such an expression decides by need not wait for all that the whole waits for: `(await f()) || (await g(a))` with an
   * `a` that was awaited before.
   */
  private gainsByHeads(unit: Unit): boolean {
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = this.region.sites[i];
      if (!site.isComposite || this.walker.mayLeaveOut(site.awaits[0], site.node)) continue;
      const reads = site.effect.bindingReads;
      for (let j: i32 = 0; j < reads.length; j++)
        if (this.awaited.has(reads[j]) && !this.mentions(site.awaits[0], reads[j])) return true;
    }
    return false;
  }

  private mentions(node: i32, binding: i32): boolean {
    const scopes = this.facts.scopes;
    for (let inner = node; inner < this.facts.tree.end[node]; inner++)
      if (scopes.binding[inner] === binding) return true;
    return false;
  }

  /**
   * Whether an expression that decides what it awaits is what a constant is declared with or can be handed over by name, only reads, waits for nothing that runs already, and reads nothing that could have changed when a part of it is evaluated
   * after its first await.
   */
  private mayMoveWhole(site: Site): boolean {
    const facts = this.facts;
    if (site.seal !== null || !facts.options.expressions) return false;
    // Inside the operand of another await that is a failure of the other operation.
    if (site.failing >= 0 && site.outer < 0) return false;
    site.isConstant = this.isConstant(site);
    if (!site.isConstant && !this.mayBeNamed(site)) return false;
    site.isBoxed = !isSettled(facts.tree, facts.scopes, site.node, 0);
    for (let i: i32 = 0; i < site.awaits.length; i++) {
      if (!facts.contents.has(facts.tree.firstChild(site.awaits[i]), Contains.Call)) return false;
    }
    const effect = site.effect;
    if (effect.bindingWrites.length > 0 || effect.privateWrites.length > 0) return false;
    if (this.seals.sealOf(site) !== null || this.seals.pinOf(site) !== null) return false;
    return new LateReads(facts, this.region, this.region.node).find(effect.bindingReads) < 0;
  }

  /** Whether somebody receives the value of an expression, which then may have a name before it gets there. */
  private mayBeNamed(site: Site): boolean {
    // The operations of an iteration that is split are taken from their statements in another way.
    return this.region.takesSteps && this.facts.tree.kind[this.facts.tree.parent[site.node]] !== Kind.ExprStmt;
  }

  /** Whether an expression is all that a declaration gives to one name, for good. */
  private isConstant(site: Site): boolean {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    const declarator = tree.parent[site.node];
    if (tree.kind[declarator] !== Kind.Declarator) return false;
    const unit = this.region.units[site.unit];
    if (!this.isOwnDeclaration(unit, declarator) || (tree.flags[unit.statement] & Flag.DeclVar) !== 0) return false;
    const target = tree.firstChild(declarator);
    if (tree.kind[target] !== Kind.Ident || scopes.has(scopes.binding[target], BindingFlag.Reassigned)) return false;
    // What stands before the declaration and mentions it fails, and must go on to do so.
    return scopes.firstReference[scopes.binding[target]] === target;
  }

  /** Compound statements without an evaluated head, and everything unknown, are not looked into. */
  private isWalkable(statement: i32): boolean {
    switch (this.facts.tree.kind[statement]) {
      case Kind.ExprStmt:
      case Kind.VarDecl:
      case Kind.Return:
      case Kind.Throw:
      case Kind.If:
      case Kind.Switch:
      case Kind.ForOf:
      case Kind.ForIn:
      case Kind.ExportDecl:
      case Kind.ExportDefault:
        return true;
      default:
        return !this.region.isList || this.facts.tree.kind[statement] > Kind.Namespace;
    }
  }

  private directiveOf(statement: i32): Reason | null {
    const facts = this.facts;
    if (facts.directives.unreadable) return new Reason(Code.Unreadable, -1, "");
    if (facts.directives.has(statement, DirectiveBit.Sequential)) return new Reason(Code.Sequential, statement, "");
    if (facts.directives.has(statement, DirectiveBit.LintSuppressed))
      return new Reason(Code.LintSuppression, statement, "");
    return null;
  }

  private markForms(unit: Unit): void {
    const tree = this.facts.tree;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = this.region.sites[i];
      if (site.isComposite && !site.isConstant) continue;
      const up = tree.parent[site.node];
      const kind = tree.kind[up];
      if (kind === Kind.Declarator && this.isOwnDeclaration(unit, up)) {
        site.form = Form.Declare;
        site.target = tree.firstChild(up);
      } else if (kind === Kind.ExprStmt && up === unit.statement) {
        site.form = Form.Discard;
      } else if (
        kind === Kind.Assign &&
        tree.text(up) === "=" &&
        up + 1 !== site.node &&
        tree.parent[up] === unit.statement &&
        tree.kind[unit.statement] === Kind.ExprStmt
      ) {
        site.form = Form.Assign;
        site.target = tree.firstChild(up);
      }
    }
  }

  private isOwnDeclaration(unit: Unit, declarator: i32): boolean {
    const tree = this.facts.tree;
    if (tree.parent[declarator] !== unit.statement) return false;
    if (unit.declarator < 0 && tree.child(unit.statement, 1) >= 0) return false;
    return (tree.flags[unit.statement] & (Flag.DeclUsing | Flag.DeclAwaitUsing)) === 0;
  }
}
