/**
 * Lint rule `portable/subset`: core's sources have to mean the same to tsc and to AssemblyScript's asc
 * (packages/core/docs/PORTABILITY.md).
 *
 * asc itself rejects much of what is listed here, but only in functions that its entry reaches, and late; and it compiles
 * the rest to something else than JavaScript does. An ESLint-compatible plugin, run by oxlint through `jsPlugins`.
 */

/** Syntax that is never allowed, and what to write instead. */
const REJECTED = {
  ForOfStatement: "for…of: use an index loop",
  ForInStatement: "for…in: use an index loop over an array of keys",
  ObjectPattern: "destructuring: read the properties one by one",
  ArrayPattern: "destructuring: read the elements one by one",
  SpreadElement: "spread: push in a loop, or use concat",
  RestElement: "rest parameters: take an array",
  ChainExpression: "optional chaining: compare with null",
  TryStatement: "try: return errors as data",
  ThrowStatement: "throw: return errors as data, a throw aborts the user's build in Wasm",
  ObjectExpression: "object literals: use a class",
  ClassExpression: "class expressions: declare the class",
  TaggedTemplateExpression: "tagged templates: call a function",
  LabeledStatement: "labels: use a flag or a function",
  WithStatement: "with",
  AwaitExpression: "await: core is synchronous",
  YieldExpression: "generators: return an array",
  ImportExpression: "import(): import at the top",
  PrivateIdentifier: "#private names: use `private`",
  PrivateName: "#private names: use `private`",
  Decorator: "decorators: asc has its own",
  TSSatisfiesExpression: "satisfies: annotate the variable",
  TSTupleType: "tuple types: use a class",
  TSTypeLiteral: "object types: use a class",
  TSMappedType: "mapped types",
  TSConditionalType: "conditional types",
  TSIndexedAccessType: "indexed access types",
  TSIntersectionType: "intersection types: use a class",
  TSLiteralType: "literal types: use an enum",
  TSTemplateLiteralType: "template literal types: use an enum",
  TSTypeOperator: "type operators: asc knows no `readonly T[]` and no `keyof`",
  TSTypePredicate: "type predicates: return a boolean and cast with `as`",
  TSTypeQuery: "typeof types: name the type",
  TSAnyKeyword: "any: name the type",
  TSUnknownKeyword: "unknown: name the type",
  TSNeverKeyword: "never",
  TSUndefinedKeyword: "undefined: use null, -1 or an empty text",
  TSObjectKeyword: "object: name the class",
  TSSymbolKeyword: "symbols",
  TSBigIntKeyword: "bigint",
  TSNumberKeyword: "number, which is a 64-bit float in Wasm: use i32",
  TSDeclareFunction: "overloads and ambient functions",
};

/** Globals of JavaScript that AssemblyScript lacks, or has under the same name with another meaning. */
const REJECTED_GLOBALS = new Set(
  (
    "undefined JSON Object Symbol Promise Proxy Reflect RegExp Function WeakMap WeakSet WeakRef Intl BigInt Number Boolean " +
    "globalThis window self global process console require module structuredClone setTimeout queueMicrotask eval arguments"
  ).split(" "),
);

const REJECTED_TYPES = new Set(
  (
    "Record Partial Required Readonly Pick Omit Exclude Extract NonNullable ReturnType Parameters Awaited Promise RegExp " +
    "ReadonlyArray ReadonlyMap ReadonlySet Iterable Iterator Generator object Object Function"
  ).split(" "),
);

/** Methods that are absent in AssemblyScript, or that return something else there. */
const REJECTED_METHODS = {
  keys: "keys(): an iterator in JavaScript, an array in Wasm; keep the keys in an array of their own",
  values: "values(): an iterator in JavaScript, an array in Wasm; keep the values in an array of their own",
  entries: "entries(): keep keys and values in arrays",
  forEach: "forEach(): use an index loop",
  match: "match(): compare code units",
  matchAll: "matchAll(): compare code units",
  localeCompare: "localeCompare(): depends on the machine; compare with <",
};

const REJECTED_OPERATORS = {
  "??": "??: compare with null",
  "??=": "??=: compare with null",
  "||=": "||=: assign in an if",
  "&&=": "&&=: assign in an if",
  "/=": "/=: write x = (x / y) | 0",
  "**": "**: multiply, or shift",
  "**=": "**=: multiply, or shift",
  "==": "==: use ===",
  "!=": "!=: use !==",
  in: "in: use has()",
  typeof: "typeof: types are static",
  delete: "delete: use a Map",
  void: "void",
};

/** Calls that are known to give a text, for the rule on truthiness. */
const TEXT_METHODS = new Set(
  "toString substring charAt join trim trimStart trimEnd toLowerCase toUpperCase repeat padStart padEnd text".split(
    " ",
  ),
);

const MAX_I32 = 0x7fff_ffff;

const rule = {
  meta: {
    type: "problem",
    docs: { description: "core is portable TypeScript: the same in JavaScript and in WebAssembly" },
    schema: [],
  },
  create(context) {
    const reject = (node, what) => context.report({ node, message: `Not portable: ${what}.` });
    const texts = textMembers(context.sourceCode.ast);
    const isText = (node) => givesText(node, texts, context.sourceCode);

    const checks = {
      "ArrowFunctionExpression, FunctionExpression, FunctionDeclaration"(node) {
        if (node.async) reject(node, "async functions: core is synchronous");
        if (node.generator) reject(node, "generators: return an array");
        const captured = capturedName(node, context.sourceCode.getScope(node));
        if (captured) reject(node, `a function that captures "${captured}": pass it as an argument or use a class`);
        for (const parameter of node.params) {
          const name = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
          if (name.optional) reject(name, "optional parameters: give a default, or pass null");
        }
      },
      TSUnionType(node) {
        const others = node.types.filter((type) => type.type !== "TSNullKeyword");
        if (others.length !== 1 || node.types.length !== 2)
          reject(node, "union types other than `T | null`: use a class or an enum");
      },
      TSTypeReference(node) {
        if (node.typeName.type === "Identifier") {
          if (REJECTED_TYPES.has(node.typeName.name))
            reject(node, `the type ${node.typeName.name}: use a class or an array`);
          if (node.typeName.name === "const") reject(node, "as const: use an enum");
        }
      },
      TSEnumMember(node) {
        if (node.initializer && isString(node.initializer))
          reject(node, "string enums: number them, and keep names in an array");
      },
      "PropertyDefinition, TSAbstractPropertyDefinition"(node) {
        if (node.optional) reject(node, "optional fields: initialise them");
      },
      "TSPropertySignature, TSMethodSignature"(node) {
        if (node.optional) reject(node, "optional members");
      },
      TSEmptyBodyFunctionExpression(node) {
        if (node.parent.type === "MethodDefinition") reject(node, "overloads: give the functions names of their own");
      },
      MethodDefinition(node) {
        if (node.kind === "method" && node.optional) reject(node, "optional methods");
      },
      Literal(node) {
        if (node.regex) reject(node, "regular expressions: compare code units");
        else if (node.bigint) reject(node, "bigint");
        else if (typeof node.value === "number") {
          if (!Number.isInteger(node.value)) reject(node, "fractions: i32 is the only number type");
          else if (node.value > MAX_I32) reject(node, "a number beyond 32 bits");
        }
      },
      "BinaryExpression, LogicalExpression, AssignmentExpression, UnaryExpression"(node) {
        if (Object.hasOwn(REJECTED_OPERATORS, node.operator)) reject(node, REJECTED_OPERATORS[node.operator]);
        if (node.operator === "/" && !isTruncated(node))
          reject(node, "/ without | 0: 7 / 2 is 3.5 in JavaScript and 3 in Wasm");
        if (node.operator === "!" && isText(node.argument)) reject(node.argument, textTruth);
        if ((node.operator === "&&" || node.operator === "||") && isText(node.left)) reject(node.left, textTruth);
      },
      "IfStatement, WhileStatement, DoWhileStatement, ForStatement, ConditionalExpression"(node) {
        if (node.test && isText(node.test)) reject(node.test, textTruth);
      },
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || callee.computed) return;
        const name = callee.property.name;
        if (Object.hasOwn(REJECTED_METHODS, name)) reject(callee.property, REJECTED_METHODS[name]);
        if (name === "sort" && node.arguments.length === 0)
          reject(node, "sort() without a comparator: lexical in JavaScript, numeric in Wasm");
      },
      NewExpression(node) {
        if (node.callee.type !== "Identifier") return;
        if (node.callee.name === "Array") reject(node, "new Array: full of holes in JavaScript; push in a loop");
        const collection = node.callee.name === "Map" || node.callee.name === "Set";
        if (collection && node.arguments.length > 0)
          reject(node, `new ${node.callee.name} with contents: add them in a loop`);
      },
      ArrayExpression(node) {
        if (node.elements.includes(null)) reject(node, "holes in arrays");
      },
      "ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration"(node) {
        if (node.importKind === "type" || node.exportKind === "type") {
          // `export interface X {}` counts as a type export too, and is fine.
          if (!node.declaration) reject(node, "import type and export type: leave `type` out");
        }
        if (node.source && /\.[cm]?[jt]s$/.test(node.source.value))
          reject(node.source, "file extensions in import paths");
        if (node.source && !node.source.value.startsWith("."))
          reject(node.source, "imports from packages: core has no dependencies");
      },
      ImportSpecifier(node) {
        if (node.importKind === "type") reject(node, "import type: leave `type` out");
      },
      ImportNamespaceSpecifier(node) {
        reject(node, "import *: name what is imported");
      },
      Identifier(node) {
        if (REJECTED_GLOBALS.has(node.name) && isReference(node)) reject(node, `${node.name}, which asc does not have`);
      },
    };
    for (const [type, what] of Object.entries(REJECTED)) checks[type] = (node) => reject(node, what);
    return checks;
  },
};

export default { meta: { name: "portable" }, rules: { subset: rule } };

const textTruth = 'a text as a condition: "" is true in Wasm; compare its length';

/** A variable of an enclosing function that `node` uses, or null; `this` of an arrow counts. */
function capturedName(node, scope) {
  for (const reference of scope.through) {
    const variable = reference.resolved;
    if (!variable || isTypeReference(reference)) continue;
    const type = variable.scope.type;
    if (type === "global" || type === "module") continue;
    // A function's own name and a class's own name live in scopes of their own around it.
    if (type === "function-expression-name" || type === "class") continue;
    if (isInFunction(variable.scope)) return variable.name;
  }
  return node.type === "ArrowFunctionExpression" && usesThis(node.body) ? "this" : null;
}

function isTypeReference(reference) {
  return reference.isTypeReference === true && reference.isValueReference !== true;
}

/** A block at the top of a module is no function, but its variables are captured all the same. */
function isInFunction(scope) {
  return scope.type !== "global" && scope.type !== "module";
}

function usesThis(node) {
  if (node === null || typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some(usesThis);
  if (typeof node.type !== "string") return false;
  if (node.type === "ThisExpression") return true;
  if (node.type === "FunctionExpression" || node.type === "FunctionDeclaration") return false;
  return Object.keys(node).some((key) => key !== "parent" && usesThis(node[key]));
}

/** `(a / b) | 0`, or a shift. */
function isTruncated(node) {
  const { parent } = node;
  return parent.type === "BinaryExpression" && parent.left === node && /^(?:\||>>|>>>|<<)$/.test(parent.operator);
}

function isString(node) {
  return (node.type === "Literal" && typeof node.value === "string") || node.type === "TemplateLiteral";
}

/** Names of fields, parameter properties, getters and methods of this file's classes that hold or give a text. */
function textMembers(program) {
  const names = new Set();
  for (const statement of program.body) {
    const declared = statement.declaration ?? statement;
    if (declared.type !== "ClassDeclaration") continue;
    for (const member of declared.body.body) {
      if (
        member.type === "PropertyDefinition" &&
        (isTextType(member.typeAnnotation) || (member.value && isString(member.value)))
      ) {
        names.add(member.key.name);
      }
      if (member.type !== "MethodDefinition") continue;
      if (isTextType(member.value.returnType)) names.add(member.key.name);
      for (const parameter of member.value.params) {
        if (parameter.type === "TSParameterProperty" && isTextType(parameter.parameter.typeAnnotation)) {
          names.add(parameter.parameter.name);
        }
      }
    }
  }
  return names;
}

function isTextType(annotation) {
  return annotation?.typeAnnotation?.type === "TSStringKeyword";
}

/** Whether an expression is plainly a text. Without types this finds what a file declares itself. */
function givesText(node, members, sourceCode) {
  if (isString(node)) return true;
  if (node.type === "BinaryExpression" && node.operator === "+") {
    return givesText(node.left, members, sourceCode) || givesText(node.right, members, sourceCode);
  }
  if (node.type === "MemberExpression") return !node.computed && members.has(node.property.name);
  if (node.type === "CallExpression") {
    if (node.callee.type === "MemberExpression") {
      return members.has(node.callee.property.name) || TEXT_METHODS.has(node.callee.property.name);
    }
    return (
      node.callee.type === "Identifier" &&
      definitions(node.callee, sourceCode).some((each) => isTextType(each.returnType))
    );
  }
  if (node.type !== "Identifier") return false;
  return definitions(node, sourceCode).some((each) => {
    if (each.type === "VariableDeclarator") {
      if (each.id.typeAnnotation) return isTextType(each.id.typeAnnotation);
      return each.init !== null && each.init.type !== "Identifier" && givesText(each.init, members, sourceCode);
    }
    return (each.params ?? []).some((parameter) => {
      const name = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
      return (
        name.name === node.name && (isTextType(name.typeAnnotation) || (parameter.right && isString(parameter.right)))
      );
    });
  });
}

/** Nodes that define the variable an identifier stands for. */
function definitions(identifier, sourceCode) {
  for (let scope = sourceCode.getScope(identifier); scope; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable) return variable.defs.map((definition) => definition.node);
  }
  return [];
}

/** Not a property, member or declaration that happens to have the name of a global. */
function isReference(node) {
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSEnumMember":
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "TSTypeReference":
    case "TSQualifiedName":
      return parent.value === node || parent.initializer === node;
    default:
      return true;
  }
}
