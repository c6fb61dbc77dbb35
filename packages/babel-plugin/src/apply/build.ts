import { OutKind, type OutNode, RUNTIME } from "@parallel-await/core";
import type { SyntaxNode } from "../lower/syntax";
import { gatherAnnotations } from "./annotations";
import { type Builders, takePosition } from "./builders";
import type { Source } from "./source";

/** A built node that takes over the comments of a source statement. */
export interface CommentMove {
  readonly out: OutNode;
  readonly made: SyntaxNode;
  /** It is an element of a `Promise.all`. */
  readonly isElement: boolean;
  /** The outermost node it is part of. */
  readonly outermost: OutNode;
}

/** Core's output tree → Babel nodes. Makes new nodes and refers to kept ones; changes nothing. */
export class Build {
  /** Nodes that take over comments, outer ones first. */
  readonly commentMoves: CommentMove[] = [];
  /** Patterns whose annotations have moved into a tuple type. */
  readonly unannotated: SyntaxNode[] = [];
  /** What each output node has become. */
  readonly made = new Map<OutNode, SyntaxNode>();

  private outermost: OutNode | null = null;

  constructor(
    private readonly types: Builders,
    private readonly source: Source,
  ) {}

  node(out: OutNode, isElement = false): SyntaxNode {
    const slot = this.commentMoves.length;
    const outermost = (this.outermost ??= out);
    const made = out.kind === OutKind.Keep ? this.source.kept(out) : this.create(out);
    if (outermost === out) this.outermost = null;
    this.made.set(out, made);
    if (out.kind !== OutKind.Keep) {
      // What takes a statement's comments needs its position too: the printer puts comments on lines by it.
      takePosition(made, this.source.original(out.origin >= 0 ? out.origin : out.comments));
    }
    if (out.comments >= 0) this.commentMoves.splice(slot, 0, { out, made, isElement, outermost });
    return made;
  }

  private create(out: OutNode): SyntaxNode {
    const { types } = this;
    const [first, second] = out.children;
    switch (out.kind) {
      case OutKind.Name:
        return types.identifier(out.text);
      case OutKind.VarDecl:
        return types.variableDeclaration(out.text, [types.variableDeclarator(this.node(first), this.node(second))]);
      case OutKind.ArrayPattern:
        return this.arrayPattern(out);
      case OutKind.Assign:
        return types.assignmentExpression("=", this.node(first), this.node(second));
      case OutKind.Await:
        return types.awaitExpression(this.node(first));
      case OutKind.AsyncArrow:
        return types.arrowFunctionExpression(this.list(out.children.slice(1)), this.node(first), true);
      case OutKind.Call:
        return types.callExpression(this.node(first), this.list(out.children.slice(1)));
      case OutKind.Member:
        return types.memberExpression(this.node(first), types.identifier(out.text));
      case OutKind.Array:
        return types.arrayExpression(this.list(out.children));
      case OutKind.Return:
        return types.returnStatement(first ? this.node(first) : null);
      case OutKind.ExprStmt:
        return types.expressionStatement(this.node(first));
      case OutKind.PromiseAll:
        return this.promise("all", types.arrayExpression(out.children.map((child) => this.node(child, true))));
      case OutKind.PromiseResolve:
        return this.promise("resolve", this.node(first));
      case OutKind.Block:
        return types.blockStatement(this.list(out.children));
      case OutKind.ForOf:
        return types.forOfStatement(
          types.variableDeclaration(out.text, [types.variableDeclarator(this.node(first), null)]),
          this.node(second),
          this.node(out.children[2]),
        );
      case OutKind.Number:
        return types.numericLiteral(Number(out.text));
      case OutKind.RuntimeImport:
        return types.importDeclaration(
          [types.importSpecifier(this.node(first), types.identifier(out.text))],
          types.stringLiteral(RUNTIME),
        );
      case OutKind.Global:
        return types.identifier(out.text);
      case OutKind.Text:
        return types.stringLiteral(out.text);
      case OutKind.FunctionDecl: {
        const isGenerator = out.text === "*";
        const parameters = this.list(out.children.slice(2));
        return types.functionDeclaration(this.node(first), parameters, this.node(second), isGenerator, !isGenerator);
      }
      case OutKind.YieldAll:
        return types.yieldExpression(this.node(first), true);
      case OutKind.If:
        return types.ifStatement(this.node(first), this.node(second));
      case OutKind.While:
        return types.whileStatement(this.node(first), this.node(second));
      case OutKind.Less:
        return types.binaryExpression("<", this.node(first), this.node(second));
      case OutKind.LoopHead:
        // The comments of the loop itself go to what replaces it.
        return {
          ...this.source.current(out.node),
          body: this.node(first),
          leadingComments: null,
          trailingComments: null,
        };
      default:
        throw new Error(`output kind ${out.kind} cannot be built here`);
    }
  }

  list(outs: readonly OutNode[]): SyntaxNode[] {
    return outs.map((out) => this.node(out));
  }

  /** `Promise.<method>(argument)` */
  private promise(method: string, argument: SyntaxNode): SyntaxNode {
    const { types } = this;
    const callee = types.memberExpression(types.identifier("Promise"), types.identifier(method));
    return types.callExpression(callee, [argument]);
  }

  private arrayPattern(out: OutNode): SyntaxNode {
    const elements = out.children.map((child) => (child.kind === OutKind.Hole ? null : this.node(child)));
    const pattern = this.types.arrayPattern(elements);
    if (out.typed) this.unannotated.push(...gatherAnnotations(this.types, pattern));
    return pattern;
  }
}
