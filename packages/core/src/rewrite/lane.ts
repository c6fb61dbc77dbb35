/**
 * One child of a group on its way from the schedule to the output, and what it hands over to those outside.
 *
 *   (async () => { const user = await getUser(id); const posts = await getPosts(user.id); return [user, posts]; })()
 *   →   two items, and the results `user` and `posts`
 */
import { Site } from "../dependence/region";
import { Own } from "../schedule/block";
import { Item } from "./items";
import { array, arrayPattern, hole, name, OutNode, sameName } from "./output";

/** A name that a lane hands over. */
export class Result {
  constructor(
    readonly text: string,
    /** Keyword the source declares it with; empty for fresh names. */
    readonly keyword: string,
    /** The binding, or -1 for a fresh name. */
    readonly binding: i32,
    /** The site whose value a fresh name holds, or -1. */
    readonly site: i32,
    /** Identifier that declares the binding, or -1. */
    readonly declaration: i32,
    /** Whether the value is known to be no promise. A lane waits for one that it returns as it is, but not for one in an array. */
    readonly isSettled: boolean,
  ) {}

  /** The name, as reference or as binding. */
  name(): OutNode {
    return this.declaration >= 0 ? sameName(this.text, this.declaration) : name(this.text);
  }
}

/** One child of a group, about to be written. */
export class Lane {
  items: Item[] = [];
  /** Bindings of which it has copies. */
  given: i32[] = [];
  /** Variables that it has for itself. */
  own: Own[] = [];
  /** What somebody outside reads, in order. */
  results: Result[] = [];
  /** Whether the last item is a value that the lane returns as it is. */
  returnsLast: boolean = false;
  /** That value's site. */
  site: Site | null = null;
  /** The lanes of the group that the last item is, if the lane hands over what that group does and nothing else. */
  tail: Lane[] = [];

  ownOf(binding: i32): Own | null {
    for (let i: i32 = 0; i < this.own.length; i++) if (this.own[i].binding === binding) return this.own[i];
    return null;
  }

  /** One operation, with the awaits inside its operand. */
  get isValue(): boolean {
    return this.items.length === 1 && this.returnsLast;
  }

  /** A single operation that needs no function around it. */
  get isSingle(): boolean {
    return this.isValue && !this.items[0].suspends;
  }
}

/** Whether a lane returns its only result as it is. */
export function isAlone(results: Result[]): boolean {
  return results.length === 1 && results[0].isSettled;
}

/** What a lane hands over, as a pattern of the group; a hole when that is nothing. */
export function namesOf(results: Result[]): OutNode {
  if (results.length === 0) return hole();
  if (isAlone(results)) return results[0].name();
  const names: OutNode[] = [];
  for (let i: i32 = 0; i < results.length; i++) names.push(results[i].name());
  return arrayPattern(names);
}

/** The same as what the lane returns. */
export function valuesOf(results: Result[]): OutNode {
  if (isAlone(results)) return results[0].name();
  const names: OutNode[] = [];
  for (let i: i32 = 0; i < results.length; i++) names.push(results[i].name());
  return array(names);
}
