/**
 * What one call does, without its arguments and the callbacks among them.
 */
import { Cause, Evidence, Resource, Throws } from "./effect";
import { ExportSummary } from "./external";

/** What an ordinary read may look at. */
export const READ_ANYTHING: i32 =
  Resource.Fs | Resource.Net | Resource.Db | Resource.Dom | Resource.Process | Resource.Heap | Resource.Unknown;

export class CallEffect {
  reads: i32 = 0;
  writes: i32 = 0;
  evidence: Evidence = Evidence.Assumed;
  cause: Cause = Cause.None;
  throws: Throws = Throws.Hard;
  /** Function in this file that is called, or -1; its summary then says the rest. */
  target: i32 = -1;
  /** Function in this file that made the called one, or -1: what is inside it may run. */
  maker: i32 = -1;
  /** Consumes its receiver: at most one such call at a time on the same object (`response.json()`). */
  consumes: boolean = false;
  /** Moves a stream on (`reader.read()`): calls on the same object are ordered wherever they are made. */
  advances: boolean = false;
  /** Moves a stream on that is its first argument (`readByte(stream)`). */
  advancesArgument: boolean = false;
  /** May keep what it loads in its receiver (`viewer.loadDocument(url)`): what is asked of that is ordered against it. */
  fills: boolean = false;
  /** Mutates a receiver that is an array, map or set (`list.push(x)`). */
  mutatesReceiver: boolean = false;
  /** Mutates its first argument (`Object.assign(state, …)`). */
  mutatesArgument: boolean = false;
  /** Class of the file that `new` makes an instance of, or -1: its constructors and fields then say the rest. */
  made: i32 = -1;
  /** What is known about a function of another file, or null. */
  external: ExportSummary | null = null;
  /** A request that reads unless its first argument is a `Request` that says otherwise. */
  isLikelyRequest: boolean = false;
  /** Whether it is a method call. */
  hasReceiver: boolean = false;
  /** A method of a known client that its table does not list. */
  isUnlisted: boolean = false;
  /** The callee as text, for remarks. */
  path: string = "";
  name: string = "";

  /** A read of `resource` about which there is no doubt. */
  read(resource: i32): void {
    this.reads = resource;
    this.writes = 0;
    this.evidence = Evidence.Known;
  }

  /** A write for a known cause; what else it touches is nobody's guess. */
  write(resource: i32, cause: Cause): void {
    this.reads = resource;
    this.writes = resource | Resource.Unknown;
    this.evidence = Evidence.Known;
    this.cause = cause;
  }
}
