/**
 * Node kinds of core's `Tree`.
 *
 * A host lowers its syntax tree into these kinds; every kind has a fixed child layout, written beside it, and the order
 * of children is the order of evaluation (so a `for…of` lists the iterated expression before the loop variable).
 * `?` marks a slot that is filled with a `None` node when the source has nothing there: slots never shift.
 * `*` marks a list that runs to the end of the node.
 *
 * Static names, operators and literal texts are atoms. Purely syntactic wrappers (parentheses, JSX expression containers)
 * are not nodes at all.
 */
export const enum Kind {
  /** An empty optional slot or array hole. */
  None = 0,
  /** Syntax core does not know: a full barrier. `[anything*]` (children keep names visible to scope analysis). */
  Opaque,

  // ---- statements -------------------------------------------------------------------------------------------------
  /** `[statement*]` */
  Program,
  /** `[statement*]` */
  Block,
  /** `[expression]` */
  ExprStmt,
  /** Directive prologue entry; atom = its text without quotes. */
  Directive,
  /** Flags: `DeclVar | DeclLet | DeclConst | DeclUsing | DeclAwaitUsing`. `[Declarator*]` */
  VarDecl,
  /** `[pattern, expression?]`; flag `Typed` when the pattern carries a type annotation. */
  Declarator,
  /** `[expression?]` */
  Return,
  /** `[expression]` */
  Throw,
  /** `[test, consequent, alternate?]` */
  If,
  /** `[init?, test?, update?, body]` */
  For,
  /** `[object, left, body]`; left is a VarDecl without initialiser or an assignment target. */
  ForIn,
  /** `[iterable, left, body]`; flag `ForAwait` on `for await`. */
  ForOf,
  /** `[test, body]` */
  While,
  /** `[body, test]` */
  DoWhile,
  /** `[discriminant, Case*]` */
  Switch,
  /** `[test?, statement*]` */
  Case,
  /** atom = label or -1 */
  Break,
  /** atom = label or -1 */
  Continue,
  /** atom = label. `[statement]` */
  Labeled,
  /** `[Block, Catch?, Block?]` */
  Try,
  /** `[pattern?, Block]` */
  Catch,
  /** `;` */
  Empty,
  /** `debugger` */
  Debugger,
  /** atom = source. `[ImportSpec*]`; flag `TypeOnly` on `import type`. */
  Import,
  /** atom = imported name, `default` or `*`. `[Ident]`; flag `TypeOnly`. */
  ImportSpec,
  /** `export <declaration>`. `[declaration]` */
  ExportDecl,
  /** atom = source or -1. `[ExportSpec*]` */
  ExportNamed,
  /** atom = exported name. `[Ident]` when it exports a local binding, `[String]` with the imported name when it passes one on. */
  ExportSpec,
  /** `[declaration or expression]` */
  ExportDefault,
  /** atom = source */
  ExportAll,
  /** A statement or member with no run-time meaning: interface, type alias, `declare`, overload signature. */
  TypeOnly,
  /** TypeScript enum. `[Ident (binding), initialiser*]` */
  Enum,
  /** TypeScript namespace. `[Ident (binding), Block]` */
  Namespace,

  // ---- functions and classes --------------------------------------------------------------------------------------
  /** `[Ident? (own name), Params, Block or expression]`; flags `Async | Generator | Arrow | Declaration | ExprBody`. */
  Function,
  /** `[pattern*]` */
  Params,
  /** `[Ident? (own name), superclass?, (Decorator | Method | Field | StaticBlock | TypeOnly)*]`; flag `Declaration`. */
  Class,
  /** `[computed key?, Function, Decorator*]`; atom = static name or -1; flags `Static | Getter | Setter | Constructor`. */
  Method,
  /** `[computed key?, value?, Decorator*]`; atom = static name or -1; flags `Static`. */
  Field,
  /** `[statement*]` */
  StaticBlock,
  /** `[expression]` */
  Decorator,

  // ---- expressions ------------------------------------------------------------------------------------------------
  /** atom = name. Flags: `Binding` where it declares, `Write` where it is assigned (`Write | Read` for `x += 1`, `x++`). */
  Ident,
  /** atom = cooked text */
  String,
  /** atom = source text */
  Number,
  /** `true`, `false`, `null`, bigint; atom = source text */
  Constant,
  /** atom = source text */
  RegExp,
  /** `[TemplateText, (expression, TemplateText)*]` */
  Template,
  /** atom = raw text */
  TemplateText,
  /** `[tag, Template]` */
  TaggedTemplate,
  This,
  Super,
  /** `new.target` */
  NewTarget,
  /** `import.meta` */
  ImportMeta,
  /** atom = `#name`; left side of `#name in object`. */
  PrivateName,
  /** `[(expression | Spread | None)*]` */
  Array,
  /** `[(Property | Method | Spread)*]` */
  Object,
  /** `[computed key?, value]`; atom = static name or -1; flag `Shorthand`. In patterns the value is a pattern. */
  Property,
  /** atom = operator (`!`, `typeof`, `delete`, `void`, …). `[operand]` */
  Unary,
  /** atom = `++` or `--`. `[target]` */
  Update,
  /** atom = operator. `[left, right]` */
  Binary,
  /** atom = `&&`, `||` or `??`. `[left, right]` */
  Logical,
  /** atom = operator (`=`, `+=`, `??=`, …). `[target, value]` */
  Assign,
  /** `[test, consequent, alternate]` */
  Conditional,
  /** `[callee, (expression | Spread)*]`; flag `Optional` on `f?.()`. */
  Call,
  /** `[callee, (expression | Spread)*]` */
  New,
  /** `[object, computed key?]`; atom = static name (`#name` when private) or -1; flag `Optional` on `a?.b`. */
  Member,
  /** The extent of an optional chain: what short-circuits together. `[expression]` */
  Chain,
  /** `[expression*]` */
  Sequence,
  /** `[expression]` */
  Spread,
  /** `[operand]` */
  Await,
  /** `[operand?]`; flag `Delegate` on `yield*`. */
  Yield,
  /** `import(…)`. `[source, options?]` */
  ImportCall,
  /** `as`, `satisfies`, `!`, `<T>x`, `f<T>`. `[expression]` */
  TypeWrap,
  /** `[tag expression, (JSXAttr | Spread)*, child*]`; lower-case tags are `String` nodes. */
  JSXElement,
  /** `[child*]` */
  JSXFragment,
  /** atom = name. `[value?]` */
  JSXAttr,
  /** atom = text */
  JSXText,

  // ---- patterns ---------------------------------------------------------------------------------------------------
  /** `[(Property | Rest)*]` */
  ObjectPattern,
  /** `[(pattern | Rest | None)*]` */
  ArrayPattern,
  /** `[target, default]` */
  AssignPattern,
  /** `[target]` */
  Rest,

  /** Number of kinds; not a kind. */
  Count,
}

/** Bits of a node's `flags` column. A bit is meaningful only on the kinds that name it above. */
export const enum Flag {
  None = 0,
  DeclVar = 1,
  DeclLet = 2,
  DeclConst = 4,
  DeclUsing = 8,
  DeclAwaitUsing = 16,
  Async = 32,
  Generator = 64,
  Arrow = 128,
  Declaration = 256,
  ExprBody = 512,
  Static = 1024,
  Getter = 2048,
  Setter = 4096,
  Constructor = 8192,
  Binding = 16384,
  Write = 32768,
  Read = 65536,
  Shorthand = 131072,
  Optional = 262144,
  Delegate = 524288,
  ForAwait = 1048576,
  TypeOnly = 2097152,
  Typed = 4194304,
  /** On Program: parsed as a module. */
  Module = 8388608,
  /** On Program: code is strict from the first line. */
  Strict = 16777216,
}

export function isLoop(kind: i32): boolean {
  return kind >= Kind.For && kind <= Kind.DoWhile;
}
