import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { types } from "@babel/core";
import { BABEL_ROWS } from "../src/lower/babel";

/** What a host's type list says: the child fields of each type, and which types are types of TypeScript or Flow. */
interface TypeList {
  keys: Record<string, string[]>;
  typeSyntax: string[];
}

function typeListOf(babel: typeof types): TypeList {
  const aliases = babel.FLIPPED_ALIAS_KEYS;
  return {
    keys: babel.VISITOR_KEYS,
    typeSyntax: [...aliases.TSType, ...aliases.FlowType, ...aliases.TypeScript, ...aliases.Flow],
  };
}

function typeListOfBabel8(): TypeList {
  const script = `
    import { types } from "babel-core-8";
    const { TSType, FlowType, TypeScript, Flow } = types.FLIPPED_ALIAS_KEYS;
    console.log(JSON.stringify({ keys: types.VISITOR_KEYS, typeSyntax: [...TSType, ...FlowType, ...TypeScript, ...Flow] }));`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: join(__dirname, ".."),
      encoding: "utf8",
    }),
  );
}

/** Syntax that core has no kind for: barriers on purpose. */
const OPAQUE = [
  // Run-time syntax with a meaning of its own.
  "WithStatement",
  "EnumDeclaration",
  "TSExportAssignment",
  "TSExternalModuleReference",
  // Proposals.
  "ArgumentPlaceholder",
  "BindExpression",
  "DecimalLiteral",
  "DoExpression",
  "ModuleExpression",
  "PipelineBareFunction",
  "PipelinePrimaryTopicReference",
  "PipelineTopicExpression",
  "RecordExpression",
  "StructDeclaration",
  "TopicReference",
  "TupleExpression",
  "VoidPattern",
  // Internal to Babel or to engines.
  "Noop",
  "Placeholder",
  "V8IntrinsicIdentifier",
];

/** Never lowered as a node: read by the row of the node around it. */
const PARTS = [
  "ClassBody",
  "DirectiveLiteral",
  "File",
  "Import",
  "ImportAttribute",
  "InterpreterDirective",
  "JSXClosingElement",
  "JSXClosingFragment",
  "JSXOpeningElement",
  "JSXOpeningFragment",
  "StructBody",
  "TSEnumBody",
  "TSEnumMember",
  "TSQualifiedName",
];

/** Fields that hold types, names that a row reads as texts, and what has no run-time meaning. */
const NO_CHILDREN = new Set([
  "typeAnnotation",
  "typeParameters",
  "typeArguments",
  "superTypeParameters",
  "superTypeArguments",
  "returnType",
  "predicate",
  "implements",
  "mixins",
  "variance",
  // Static texts of imports and exports.
  "source",
  "attributes",
  "assertions",
  "imported",
  "exported",
  "exportsFilter",
  // Labels, and names that are atoms.
  "label",
  "name",
  "namespace",
  "openingFragment",
  "closingFragment",
]);

/** Fields without a row's care, one by one. */
const IGNORED_FIELDS = [
  // Its text is the atom.
  "Directive.value",
  "PrivateName.id",
  // Decorators of parameters; the method that has the parameters lowers them.
  "Identifier.decorators",
  "AssignmentPattern.decorators",
  "ObjectPattern.decorators",
  "TSParameterProperty.decorators",
  // Only in front of a parameter's property, where no syntax allows it.
  "ObjectProperty.decorators",
];

const rows = new Map(BABEL_ROWS.map((row) => [row.type, row]));
const erased = new Set(
  BABEL_ROWS.filter(
    (row) => row.fields.length === 0 && /^(TS|Declare|TypeAlias|OpaqueType|InterfaceDecl)/.test(row.type),
  ).map((row) => row.type),
);

describe.each([
  ["Babel 7", typeListOf(types)],
  ["Babel 8", typeListOfBabel8()],
])("the table and %s's list of types", (_name, { keys, typeSyntax }) => {
  const types = Object.keys(keys);

  test("every type has a row, is a part of another, is a type annotation, or is opaque on purpose", () => {
    const isType = new Set(typeSyntax);
    const forgotten = types.filter(
      (type) => !rows.has(type) && !OPAQUE.includes(type) && !PARTS.includes(type) && !isType.has(type),
    );
    expect(forgotten).toEqual([]);
  });

  test("every child field of a type with a row is lowered, or holds no run-time syntax", () => {
    const forgotten = types.flatMap((type) => {
      const row = rows.get(type);
      if (row === undefined || erased.has(type)) return [];
      return keys[type]
        .filter((field) => !row.fields.includes(field) && !NO_CHILDREN.has(field))
        .map((field) => `${type}.${field}`);
    });
    expect(forgotten.filter((field) => !IGNORED_FIELDS.includes(field))).toEqual([]);
  });

  test("no row names a field that the type never had", () => {
    const unknown = types.flatMap((type) =>
      (rows.get(type)?.fields ?? []).filter((field) => !keys[type].includes(field)).map((field) => `${type}.${field}`),
    );
    // Each is a field of the other major version.
    expect(unknown.filter((field) => !["TSEnumDeclaration.members", "TSEnumDeclaration.body"].includes(field))).toEqual(
      [],
    );
  });
});

test("no type has two rows, or a row and a place among the opaque ones", () => {
  expect(rows.size).toBe(BABEL_ROWS.length);
  expect([...OPAQUE, ...PARTS].filter((type) => rows.has(type))).toEqual([]);
});
