import { readFileSync } from "node:fs";
import path from "node:path";
import babel from "@babel/core";

const { parseSync, traverse, types: t } = babel;

/**
 * Where the rules are that keep an operation in its place, by file below packages/core/src, and how to take one away:
 *
 * - `reason`: a function that answers with a reason answers that there is none;
 * - `mark`: a reason, cause or flag is not set;
 * - `edge`: an order between two operations, or the memory of who read and wrote what, is not noted;
 * - `level`: an operation or statement need not come after another;
 * - `node`: what looks for something that holds an operation back finds nothing;
 * - `early`: a case in which a function gives up is not recognised, and it goes on;
 * - `yes`, `no`: a question that holds something back when it is answered so is answered the other way. The list names the functions.
 */
const places = {
  "facts.ts": { operators: [], yes: ["isVolatile"] },
  "dependence/build.ts": { operators: ["reason", "mark"], yes: ["needsMore"] },
  "dependence/seals.ts": { operators: ["reason", "mark"], yes: ["isDead", "isTick"] },
  "dependence/barriers.ts": { operators: ["reason", "mark"], no: ["isDeclaredBy"] },
  "dependence/step.ts": {
    operators: [],
    yes: ["startsSeveral"],
    no: ["readNodes", "beginsWithItsOnlyAwait", "isOwnSource", "awaitsInDefaults", "readDeclared"],
  },
  "dependence/rounds.ts": { operators: [], no: ["goesOnByItself", "mayGoOn", "ends"] },
  "dependence/walk.ts": { operators: ["reason", "mark"], yes: ["isConditional", "isSharedRead", "isVolatile"] },
  "dependence/cleanup.ts": { operators: ["reason"], yes: ["mayCloseSource"], no: ["isHarmless"] },
  "dependence/late.ts": { operators: [], yes: ["mayChange", "isWrittenFrom", "isInLoop"] },
  "dependence/carried.ts": { operators: [], yes: ["outlives"], no: ["assigns"] },
  "dependence/observable.ts": {
    operators: [],
    yes: ["decide", "isHeldEarlier", "isMadeBefore"],
    no: ["isPrivateUntil"],
  },
  "dependence/settled.ts": { operators: [], no: ["isSettled", "isSettledName", "hasNoThen"] },
  "schedule/graph.ts": { operators: ["edge"] },
  "rewrite/ordered.ts": { operators: [], yes: ["isAskedEarly"] },
  "schedule/ordered.ts": { operators: [], yes: ["isGuest"], no: ["continues"] },
  "schedule/in-body.ts": {
    operators: [],
    yes: ["isDeclaredInPlace"],
    no: ["isInTime", "findAwaited", "needs"],
  },
  "schedule/copies.ts": { operators: [], no: ["give", "giveCopies", "mayBeCopied"] },
  "schedule/usage.ts": { operators: [], yes: ["mayKeep"], no: ["isRight"] },
  "schedule/placing.ts": { operators: [], no: ["comesBehind", "isInOrder"] },
  "schedule/parts.ts": { operators: [], no: ["hideLate", "keepsLastValue", "areInOrder"] },
  "schedule/claims.ts": { operators: ["edge", "level"] },
  "schedule/schedule.ts": { operators: ["edge", "level"], yes: ["awaitsInTarget"], no: ["isPatternOnly"] },
  "schedule/late.ts": { operators: ["reason"], yes: ["declares", "isSharedLocal", "isHeldOutside", "isSeenLater"] },
  "schedule/lane-vars.ts": { operators: [], yes: ["isFixed"], no: ["isLocal"] },
  "effects/calls.ts": { operators: ["mark"], yes: ["isStatement", "fills"] },
  "effects/deeds.ts": { operators: [], yes: ["runsShell", "fetchesRefs"] },
  "effects/receivers.ts": { operators: ["mark"], yes: ["takesFromHeld"] },
  "effects/discarded.ts": { operators: [], yes: ["isDiscarded", "isForEffect"] },
  "effects/slots.ts": { operators: [], yes: ["mayBeNew"], no: ["isCandidate", "isOnlyPassed", "isPlain"] },
  "effects/fields.ts": {
    operators: [],
    yes: ["isGuide", "isSeen", "isHanded", "reaches"],
    no: ["isRoot", "isReceiver", "isOwnObject", "isOnlyReached"],
  },
  "effects/holders.ts": {
    operators: ["mark"],
    yes: ["isGivenTo", "mentionsArguments", "isScript"],
    no: ["follow", "followCalls", "isHandedOn", "isOnlyCalled", "isOnlyReached", "isPlainObject"],
  },
  "effects/kept.ts": {
    operators: [],
    yes: ["isHeld", "findHolder", "findChange", "runsLater"],
    no: ["runsNow", "isOnlyCalled", "isCalledBy", "isOver"],
  },
  "effects/exclusive.ts": { operators: [], yes: ["decide", "isScopeCallback"] },
  "effects/meanwhile.ts": {
    operators: [],
    yes: [
      "mayChange",
      "changesObject",
      "isSet",
      "hasValue",
      "mayMeet",
      "mayRunBefore",
      "comesBefore",
      "isUsed",
      "shareAwait",
      "areAwaitedTogether",
    ],
    no: ["isNextRound", "isAwaitedAlone", "isCalledAlone", "isAwaitedCall", "runsOnce"],
  },
  "effects/changes.ts": { operators: [], yes: ["isChange", "isChangedByCall", "changesParameter"] },
  "effects/detours.ts": {
    operators: [],
    yes: ["change", "changesArgument", "changesByOthers", "changesAny"],
    node: ["lateCall"],
  },
  "effects/late-fields.ts": { operators: [], yes: ["mayChange"] },
  "effects/exclusive-flow.ts": {
    operators: [],
    yes: ["has", "usesField", "isBelowField", "isField", "isHandle", "isFieldOfThis", "isPassing"],
  },
  "effects/transactions.ts": {
    operators: [],
    yes: [
      "isBody",
      "isBetween",
      "opens",
      "isNamedAfterOne",
      "isAmbient",
      "isTransactional",
      "says",
      "isSame",
      "namesTransaction",
      "isStatement",
      "mentionsAny",
    ],
  },
  "effects/vessels.ts": { operators: [], yes: ["decide", "isInstance"], no: ["isFilled"] },
  "effects/clocks.ts": { operators: [], yes: ["isInLoop", "hasAwait"] },
  "loops/judge.ts": { operators: ["reason"] },
  "loops/operations.ts": { operators: ["reason"], no: ["followsItsStatement"] },
  "loops/head.ts": {
    operators: ["reason"],
    no: ["isOnlyCounted"],
    node: ["changingElement", "liveList", "generatorOf"],
  },
  "loops/source.ts": { operators: [], yes: ["mayChange", "isChangedProperty", "changesObject"], node: ["changing"] },
  "loops/independence.ts": { operators: ["reason"], no: ["dependsOnItem"], node: ["readerIn", "outerAmong"] },
  "loops/bounds.ts": {
    operators: [],
    yes: ["isSameName", "isNever", "isHuge", "isHugeName", "isHugeChoice", "exceeds"],
    node: ["endless"],
  },
  "loops/delay.ts": { operators: ["reason", "edge"], yes: ["isTriedAgain"], no: ["isPossible"] },
  "loops/standing.ts": { operators: ["reason"], no: ["isReport", "isOwn"] },
  "loops/inner.ts": { operators: ["reason"], yes: ["leaves"], no: ["skips"] },
  "loops/list.ts": { operators: [], early: ["triedIn", "guardIn"] },
  "loops/groups.ts": { operators: [], yes: ["isBefore"], no: ["find", "isTaken", "isBegun"] },
  "loops/variables.ts": { operators: [], no: ["isLexical", "isKnownOnlyIn"] },
  "loops/find.ts": { operators: [], yes: ["leavesBody"], no: ["hasVariable"] },
};

/** What a rule is noted in. */
const marks = new Set(
  "seal pin barrier frozen unstable cause consumes advances mutatesReceiver mutatesArgument mayBeHeld writes throws".split(
    " ",
  ),
);
/** Calls that note an order in the graph or in the scheduler's tables. */
const edges = new Set("link linkSite linkEnd noteReader set raise hold join joinOthers define cut push".split(" "));
/** Lists of what comes before. */
const orders = new Set(["queue", "inner", "needs", "changed"]);

/**
 * The rules of core, each as a change of one file: `{ id, file, line, text, from, to, by }` says that the source from `from` to `to` becomes `by`.
 * Ids count within a function, so that they outlive changes elsewhere.
 */
export function listRules(root) {
  return Object.entries(places).flatMap(([file, place]) => {
    const source = readFileSync(path.join(root, "packages/core/src", file), "utf8");
    const options = { babelrc: false, configFile: false, parserOpts: { plugins: ["typescript"] } };
    const counts = new Map();
    const rules = [];
    const add = (where, operator, node, by) => {
      const method = nameOf(where);
      const base = `${file}:${method}:${operator}`;
      counts.set(base, (counts.get(base) ?? 0) + 1);
      rules.push({
        id: `${base}${counts.get(base)}`,
        file,
        line: node.loc.start.line,
        text: source.slice(node.start, node.end).replace(/\s+/g, " "),
        from: node.start,
        to: node.end,
        by,
      });
    };
    traverse(parseSync(source, options), {
      ReturnStatement(at) {
        const where = at.getFunctionParent();
        const { argument } = at.node;
        if (!where || !argument || t.isNullLiteral(argument)) return;
        if (place.operators.includes("reason") && /Reason \| null$/.test(returnType(where, source)))
          add(where, "reason", at.node, "return null;");
        if (place.node?.includes(nameOf(where)) && !isNothing(argument)) add(where, "node", at.node, "return -1;");
        if (place.early?.includes(nameOf(where)) && isNothing(argument) && !t.isFunction(at.parentPath.parent))
          add(where, "early", at.node, ";");
        if (place.yes?.includes(nameOf(where)) && !t.isBooleanLiteral(argument, { value: false }))
          add(where, "yes", at.node, "return false;");
        if (place.no?.includes(nameOf(where)) && !t.isBooleanLiteral(argument, { value: true }))
          add(where, "no", at.node, "return true;");
      },
      ExpressionStatement(at) {
        const where = at.getFunctionParent();
        const { expression } = at.node;
        if (!where) return;
        if (t.isAssignmentExpression(expression) && t.isMemberExpression(expression.left)) {
          const { name } = expression.left.property;
          if (place.operators.includes("mark") && marks.has(name) && !isNone(expression.right))
            add(where, "mark", at.node, ";");
        }
        if (t.isAssignmentExpression(expression) && t.isIdentifier(expression.left, { name: "level" })) {
          if (place.operators.includes("level")) add(where, "level", at.node, ";");
        }
        if (t.isCallExpression(expression) && t.isMemberExpression(expression.callee)) {
          const { name } = expression.callee.property;
          const isList = name !== "push" || orders.has(expression.callee.object.property?.name);
          if (place.operators.includes("edge") && edges.has(name) && isList) add(where, "edge", at.node, ";");
        }
      },
    });
    return rules;
  });
}

function nameOf(where) {
  return where.node.key?.name ?? where.node.id?.name ?? "?";
}

function returnType(where, source) {
  const annotation = where.node.returnType;
  return annotation ? source.slice(annotation.start, annotation.end) : "";
}

/** `-1`, `[]` */
function isNothing(node) {
  return t.isUnaryExpression(node) || t.isArrayExpression(node);
}

/** `null`, `0`, `false`, `Cause.None`, `Throws.Never`: forgetting these takes no rule away. */
function isNone(node) {
  if (t.isBooleanLiteral(node, { value: false })) return true;
  if (t.isNullLiteral(node) || t.isNumericLiteral(node, { value: 0 })) return true;
  return t.isMemberExpression(node) && ["None", "Never", "Soft"].includes(node.property.name);
}
