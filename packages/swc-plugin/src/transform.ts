/**
 * One file from beginning to end: options, precheck, lowering, core, writing, report.
 *
 * Whatever goes wrong, the host gets a program back: the one it gave, unless everything has worked out. A wrong option is an error for
 * the user to mend; anything unexpected in the program is a warning.
 */
import { readOptions } from "../../core/src/options/read-options";
import { Options } from "../../core/src/options/options";
import { isTestFile } from "../../core/src/options/test-files";
import { Analysis, analyze, mayHoist, prospectsOf } from "../../core/src/pipeline";
import { Scopes } from "../../core/src/scope/scopes";
import { reportJson, reportText } from "../../core/src/remarks/report";
import { Remark } from "../../core/src/remarks/remark";
import { Kind } from "../../core/src/tree/kinds";
import { Tree } from "../../core/src/tree/tree";
import { Splicer } from "./apply/apply";
import { moveComments } from "./apply/comments";
import { T } from "../build/codec";
import { Cbor } from "./cbor/cbor";
import { Writer } from "./cbor/writer";
import { emitDiagnostic, emitOutput, Level } from "./host/diagnostics";
import {
  __get_transform_context,
  __get_transform_plugin_config,
  __mark_fresh_proxy,
  __syntax_context_apply_mark_proxy,
} from "./host/env";
import { isEmptyObject, replyText, RET } from "./host/reply";
import { Source } from "./host/source";
import { printLine } from "./host/terminal";
import { expandImage, expandTables } from "./image/expand";
import { confusedName } from "./lower/contexts";
import { Outline, placesOfAwaits } from "./lower/outline";
import { Walk } from "./lower/walk";
import { mayHaveLoop } from "./precheck";

const NAME: string = "swc-plugin-parallel-await";

const FILENAME: i32 = 1;
const WORKING_DIRECTORY: i32 = 3;

export class Transform {
  private options: Options = new Options();
  private filename: string = "";
  /** Where awaits stand that might meet, and loops that await. */
  private prospects: i32[] = [];
  /** The tree that told, whose memory can be used again; null when nothing was told. */
  private spine: Tree | null = null;

  constructor(
    private pointer: usize,
    private length: i32,
    private unresolvedMark: i32,
    private hasComments: bool,
  ) {}

  /** The new program, or null when it stays as it is. */
  run(): Writer | null {
    const cbor = new Cbor(this.pointer, this.length);
    cbor.index();
    const hasDefaults = __get_transform_plugin_config(RET) === 0 || isEmptyObject();
    expandTables();
    // Half of the programs with awaits need no texts, which take longer than this.
    if (hasDefaults && this.hasNoProspects(cbor)) return null;
    expandImage();
    const config = __get_transform_plugin_config(RET) !== 0 ? replyText() : "";
    const result = readOptions(config);
    if (result.error.length > 0) {
      emitDiagnostic(Level.Error, result.error.replace("parallel-await: ", NAME + ": "), 0, 0);
      return null;
    }
    this.options = result.options;
    this.options.remarks = this.options.report !== "off";
    // Two awaits make a group, one in a loop makes many; a report of every site also wants the lonely ones.
    // A `for await` is another one.
    const needed: i32 = this.options.report === "all" || mayHaveLoop(this.pointer, this.length) ? 1 : 2;
    if (placesOfAwaits(this.pointer, this.length).length < needed) return null;
    this.filename = contextOf(FILENAME);
    const file = relative(contextOf(WORKING_DIRECTORY), this.filename);
    if (!this.options.includeTests && isTestFile(file)) return null;
    this.options.file = file.split("\\").join("/");

    if (cbor.problem.length > 0) return this.leave("the program cannot be read: " + cbor.problem);
    if (!this.options.remarks) {
      if (!hasDefaults && this.hasNoProspects(cbor)) return null;
      if (this.spine !== null && this.isRuledOut(cbor, this.spine as Tree)) return null;
    }
    const walk = new Walk(cbor, null);
    walk.run();
    if (walk.reader.problem.length > 0) return this.leave("the program cannot be read: " + walk.reader.problem);
    if (walk.awaits < needed) return null;
    if (isNestedDeeply(walk.tree)) return this.leave("functions or awaits are nested too deeply in each other");
    return this.analyze(walk);
  }

  /**
   * Whether no two awaits meet and no loop awaits, as far as the places of awaits and the statements around them show. **There may be no
   * texts yet.** What is wrong with a program comes out when the whole is read.
   */
  private hasNoProspects(cbor: Cbor): bool {
    if (cbor.problem.length > 0) return false;
    const walk = new Walk(cbor, new Outline(placesOfAwaits(this.pointer, this.length), true));
    walk.run();
    if (walk.reader.problem.length > 0 || isNestedDeeply(walk.tree)) return false;
    const found = prospectsOf(walk.tree, this.options);
    for (let index: i32 = 0; index < found.length; index++) found[index] = walk.slotItems[found[index]];
    this.prospects = found;
    this.spine = walk.tree;
    return found.length === 0;
  }

  /**
   * Whether the program is not worth lowering as a whole. Few of those with many awaits are: most of their awaits keep their places for
   * reasons that the functions around them tell.
   */
  private isRuledOut(cbor: Cbor, spare: Tree): bool {
    const outline = new Outline(this.prospects, false);
    outline.addFields(this.pointer, this.length);
    const walk = new Walk(cbor, outline);
    walk.recycle(spare);
    walk.run();
    const tree = walk.tree;
    if (walk.reader.problem.length > 0 || isNestedDeeply(tree) || mayHoist(tree, this.options)) return false;
    // Comments that make more of calls than their names do.
    const source = new Source(walk.reader.low(0, T.Program));
    return source.isKnown && !source.mentions("@parallel") && !source.mentions("__PURE__");
  }

  private analyze(walk: Walk): Writer | null {
    const tree = walk.tree;
    const lows = tree.start.slice(0, tree.size);
    const highs = tree.stop.slice(0, tree.size);
    // Hosts look up the program's own position themselves; asked for one outside every file, some of them end their process.
    const source = new Source(lows[0]);
    if (source.isKnown) {
      source.describe(tree);
    } else {
      tree.start.fill(-1);
      tree.stop.fill(-1);
      tree.commentsKnown = false;
    }
    const analysis = analyze(tree, this.options);
    if (analysis.problem.length > 0) return this.leave("an internal check failed: " + analysis.problem);
    let output: Writer | null = null;
    if (analysis.edits.length > 0) {
      const confused = confusedName(walk, analysis.scopes as Scopes);
      if (confused.length > 0)
        return this.leave(`another tool has made a second "${confused}" that cannot be told apart`);
      const global = __syntax_context_apply_mark_proxy(0, this.unresolvedMark);
      const fresh = __syntax_context_apply_mark_proxy(0, __mark_fresh_proxy(0));
      const splicer = new Splicer(walk, analysis.edits, lows, highs, global, fresh);
      splicer.run();
      if (walk.reader.problem.length > 0) return this.leave(walk.reader.problem);
      output = splicer.writer;
      if (this.hasComments) moveComments(tree, analysis.edits, lows, highs);
    }
    if (this.options.remarks) this.report(analysis, source.isKnown);
    return output;
  }

  private report(analysis: Analysis, isPlaced: bool): void {
    const all = analysis.remarks;
    const assertions = analysis.assertions;
    // An await that another tool has put in is none of the user's.
    const remarks = isPlaced ? all.filter((remark: Remark): bool => remark.line > 0) : all;
    const every = this.options.report === "all";
    const text = reportText(this.filename, remarks, assertions, every);
    if (!printLine(text)) emitDiagnostic(Level.Warning, text, 0, 0);
    emitOutput("parallel-await", reportJson(this.filename, remarks, assertions, every));
  }

  /** Leaves the file as it is, and says why. */
  private leave(why: string): Writer | null {
    const file = this.filename.length > 0 ? this.filename : "unknown file";
    emitDiagnostic(Level.Warning, `${NAME}: ${file} is left as it is: ${why}`, 0, 0);
    return null;
  }
}

/** Awaits and functions in each other. What is known about one is looked at again for each around it, and no memory is given back. */
const MAX_NESTING: i32 = 128;

function isNestedDeeply(tree: Tree): bool {
  const depth = new Int32Array(tree.size);
  for (let node: i32 = 1; node < tree.size; node++) {
    const kind: i32 = tree.kind[node];
    const counts = kind === Kind.Await || kind === Kind.Function || kind === Kind.Class;
    depth[node] = depth[tree.parent[node]] + (counts ? 1 : 0);
    if (depth[node] > MAX_NESTING) return true;
  }
  return false;
}

function contextOf(kind: i32): string {
  return __get_transform_context(kind, RET) !== 0 ? replyText() : "";
}

/** A path below a folder as seen from there; any other path as it is. */
function relative(folder: string, path: string): string {
  if (folder.length === 0 || !path.startsWith(folder)) return path;
  const separator = path.length > folder.length ? path.charAt(folder.length) : "";
  return separator === "/" || separator === "\\" ? path.substring(folder.length + 1) : path;
}
