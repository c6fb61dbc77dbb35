/**
 * The units and await sites of one region, the shape on which dependence, scheduling and rewriting work.
 */
import { Effect } from "../effects/effect";
import { Reason } from "../reason";
import { Tree } from "../tree/tree";

/** How a site's value is used by its unit. */
export const enum Form {
  /** `const pattern = await operand` */
  Declare = 0,
  /** `target = await operand;` */
  Assign,
  /** `await operand;` */
  Discard,
  /** Anywhere inside a larger expression. */
  Nested,
}

/** One await site that runs whenever its unit runs. */
export class Site {
  /** Effect of evaluating the operand, that is of starting the operation. */
  effect: Effect = new Effect();
  form: Form = Form.Nested;
  /** Pattern or assignment target of `Declare` and `Assign`, else -1. */
  target: i32 = -1;
  /** Index of the site whose operand contains this one, or -1. */
  outer: i32 = -1;
  /** Whether the promise exists already: awaiting it starts nothing. */
  isJoin: boolean = false;
  /** Whether the operand is a call that is known to give no promise: nothing is gained by having it beside others. */
  isImmediate: boolean = false;
  /** Of an expression that decides what it awaits (`c ? await f() : d`), which moves as a whole: its awaits; else empty. */
  awaits: i32[] = [];
  /** What may fail in such an expression outside of what it awaits, or -1. */
  failing: i32 = -1;
  /** Of such an expression: whether it is all that a constant is declared with. Otherwise its value leaves its statement by name. */
  isConstant: boolean = false;
  /** Of such an expression: whether its value may be a promise, for which nobody must wait who hands it over. */
  isBoxed: boolean = false;
  /** Whether it stands in a part of its unit in which it must be awaited. */
  isGuest: boolean = false;
  /** Whether it is a whole statement, which then is its unit. */
  isStep: boolean = false;
  /** Of such a statement: how many of its awaits stand in no part of their own. */
  own: i32 = 0;
  /** Of such a statement: variables from outside that it sets, and objects that it fills. */
  sets: i32[] = [];
  /** Of a declaration that is such a statement: the constants that it declares. */
  declares: i32[] = [];
  /** Why nothing may move across this operation, or null. */
  seal: Reason | null = null;
  /** In an iteration: what its own statement changes before it, and nothing but that would seal it; or null. */
  order: Reason | null = null;
  /** Why this operation may not start earlier than it does (it may begin a group), or null. */
  pin: Reason | null = null;

  // Filled in by scheduling.
  segment: i32 = -1;
  /** Wave within the segment, from 1. */
  level: i32 = 0;
  /** Latest wave of the sites directly inside its operand, and those sites; 0 and none without any. */
  innerLevel: i32 = 0;
  inner: i32[] = [];
  /** Earlier sites it has to wait for although it does not use their results: equal calls, receivers that are used up. */
  queue: i32[] = [];
  /** Why the level is not smaller, or null. */
  after: Reason | null = null;
  /** Why it stays although its place in the graph would let it start earlier, or null. */
  held: Reason | null = null;
  /** Number of the group this site starts in, from 1; 0 when it stays. */
  group: i32 = 0;
  /** Whether it waits for another site of its group: it is a later step of a lane. */
  follows: boolean = false;
  /** Whether the await leaves its statement although it is in no group (something it must precede is hoisted). */
  extracted: boolean = false;

  constructor(
    /** The `Await` node, or the expression that moves as a whole. */
    readonly node: i32,
    readonly operand: i32,
    /** Index of its unit. */
    readonly unit: i32,
  ) {}

  /** Forgets what scheduling has found out. */
  reset(): void {
    this.segment = -1;
    this.level = 0;
    this.innerLevel = 0;
    this.inner = [];
    this.queue = [];
    this.after = null;
    this.held = null;
    this.group = 0;
    this.follows = false;
    this.extracted = false;
  }

  /** Whether it is an expression that decides what it awaits. */
  get isComposite(): boolean {
    return this.awaits.length > 0;
  }

  /** The operand that names it best. */
  subject(tree: Tree): i32 {
    return this.awaits.length > 0 ? tree.firstChild(this.awaits[0]) : this.operand;
  }
}

/** A statement, or one declarator of a declaration, in source order. */
export class Unit {
  /** Effect of everything in the unit that is not part of an operand. */
  residual: Effect = new Effect();
  /** Sites `firstSite` to `lastSite` (exclusive) of the region; the same span of `order` lists them as evaluated. */
  firstSite: i32 = 0;
  lastSite: i32 = 0;
  /** Why the rest of this unit (what is left without its operands) may not run after a later operation, or null. */
  barrier: Reason | null = null;
  /** Why a statement with awaits in parts of its own is no operation, or null. */
  obstacle: Reason | null = null;
  /**
   * Why the rest has to come behind all operations before it and before any failure of those behind it, although these may start
   * earlier, or null. Scheduling makes it a barrier where nothing starts earlier.
   */
  place: Reason | null = null;

  // Filled in by scheduling.
  segment: i32 = -1;
  /** Wave after which the residual runs. */
  level: i32 = 0;
  /** The smallest wave its data allows; `level` may be larger to stay near its neighbours. */
  least: i32 = 0;
  /** Units without sites that define what this one reads. */
  needs: i32[] = [];
  /** Whether pattern or assignment target can stand in a group's destructuring pattern. */
  mergeable: boolean = false;

  constructor(
    readonly statement: i32,
    /** The declarator when the unit is one of several in a declaration, else -1. */
    readonly declarator: i32,
  ) {}

  get hasSites(): boolean {
    return this.lastSite > this.firstSite;
  }

  /** Forgets what scheduling has found out. */
  reset(): void {
    this.segment = -1;
    this.level = 0;
    this.least = 0;
    this.needs = [];
    this.mergeable = false;
  }
}

export class Region {
  units: Unit[] = [];
  /** Sites in source order. */
  sites: Site[] = [];
  /** Indices of the sites in order of evaluation: an inner await comes before the one whose operand it is in. */
  order: i32[] = [];
  /** Await nodes of the region that are no sites because they are conditional. */
  conditional: i32[] = [];
  /** Whether statements may be operations with all that they await in parts of their own. */
  takesSteps: boolean = false;
  /** Whether any of its sites may be an expression that decides what it awaits. */
  hasChoices: boolean = false;
  /** Whether it is the body of a loop whose last statement stays behind: `Site.order` instead of a seal. */
  isIteration: boolean = false;
  /** Whether `frozenBy` is asked when the region has been built: that takes long, and most regions have nothing to move. */
  asksLate: boolean = false;
  /** A `try` around it whose handlers will run when no operation is under way, or -1. */
  handled: i32 = -1;

  constructor(
    /** The node that owns the statements, or the single statement or expression that is the region. */
    readonly node: i32,
    /** Function-like node the region runs in. */
    readonly owner: i32,
    /** Whether `node` owns a statement list. */
    readonly isList: boolean,
  ) {}

  /** Whether a unit has a place that is no barrier yet. */
  isOpen(unit: Unit): boolean {
    if (unit.place === null) return false;
    return unit.barrier === null || this.isHouse(unit);
  }

  /** Whether a unit has an operation that may start early if it is awaited inside. */
  isHouse(unit: Unit): boolean {
    if (!unit.hasSites) return false;
    const site = this.sites[unit.firstSite];
    return site.isGuest && site.seal === null;
  }

  /** Whether anything in it may move. */
  get mayMove(): boolean {
    for (let i: i32 = 0; i < this.sites.length; i++) if (this.sites[i].seal === null) return true;
    return false;
  }

  /** Number of awaits that are sites, or stand in one and in no region inside it. */
  get awaits(): i32 {
    let count: i32 = 0;
    for (let i: i32 = 0; i < this.sites.length; i++) {
      const site = this.sites[i];
      if (site.isStep) count += site.own;
      else if (!site.isGuest) count += site.isComposite ? site.awaits.length : 1;
    }
    return count;
  }
}
