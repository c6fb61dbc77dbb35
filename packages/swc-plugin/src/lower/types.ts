/** TypeScript, as a plugin sees it that runs before types are stripped. */
import { Kind } from "../../../core/src/tree/kinds";
import {
  IdentField,
  TsEnumDeclField,
  TsEnumMemberField,
  TsExportAssignmentField,
  TsImportEqualsDeclField,
  TsInterfaceDeclField,
  TsModuleDeclField,
  TsModuleRefTag,
  TsNamespaceDeclField,
  TsTypeAliasDeclField,
  T,
} from "../../build/codec";
import { Role } from "./role";
import { Part, Walk } from "./walk";

export function lowerType(walk: Walk, item: i32, type: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.TsInterfaceDecl:
      erase(walk, item, type, reader.field(TsInterfaceDeclField.Id));
      return true;
    case T.TsTypeAliasDecl:
      erase(walk, item, type, reader.field(TsTypeAliasDeclField.Id));
      return true;
    case T.TsIndexSignature:
    case T.TsNamespaceExportDecl:
      walk.typeOnly(item, type);
      return true;
    case T.TsEnumDecl:
      if (reader.flag(reader.field(TsEnumDeclField.Declare))) {
        walk.typeOnly(item, type);
        return true;
      }
      walk.open(Kind.Enum, -1, 0, item, type);
      walk.child(type, TsEnumDeclField.Id, Role.Binding);
      pushInitialisers(walk, reader.field(TsEnumDeclField.Members));
      return true;
    case T.TsModuleDecl: {
      const name = reader.field(TsModuleDeclField.Id);
      const body = reader.some(reader.field(TsModuleDeclField.Body));
      // `declare module "x"`, `declare global` and namespaces without a body.
      const isType =
        body === 0 ||
        reader.payloadType(name, T.TsModuleName) === T.Str ||
        reader.flag(reader.field(TsModuleDeclField.Declare)) ||
        reader.flag(reader.field(TsModuleDeclField.Global));
      if (isType) walk.typeOnly(item, type);
      else lowerNamespace(walk, item, type, reader.payload(name), body);
      return true;
    }
    case T.TsNamespaceDecl: {
      const body = reader.field(TsNamespaceDeclField.Body);
      lowerNamespace(walk, item, type, reader.field(TsNamespaceDeclField.Id), body);
      return true;
    }
    case Part.NamespaceBlock:
      walk.openPart(Kind.Block, 0);
      walk.push(item, T.TsNamespaceBody, Role.Plain);
      return true;
    case T.TsImportEqualsDecl: {
      if (reader.flag(reader.field(TsImportEqualsDeclField.IsTypeOnly))) {
        walk.typeOnly(item, type);
        return true;
      }
      const target = reader.field(TsImportEqualsDeclField.ModuleRef);
      walk.opaque("TSImportEqualsDeclaration", item, type);
      walk.child(type, TsImportEqualsDeclField.Id, Role.Binding);
      if (reader.tag(target) === TsModuleRefTag.TsEntityName) pushEntity(walk, reader.payload(target));
      return true;
    }
    case T.TsExportAssignment:
      walk.opaque("TSExportAssignment", item, type);
      walk.child(type, TsExportAssignmentField.Expr, Role.Plain);
      return true;
    default:
      return false;
  }
}

/** Its insides are types; its name is interned all the same, so that core gives no variable that name. */
function erase(walk: Walk, item: i32, type: i32, name: i32): void {
  walk.internText(walk.reader.peek(name, T.Ident, IdentField.Sym));
  walk.typeOnly(item, type);
}

function pushInitialisers(walk: Walk, members: i32): void {
  const reader = walk.reader;
  const count = reader.count(members);
  let at = walk.cbor.inside(members);
  for (let index: i32 = 0; index < count; index++) {
    const value = reader.some(reader.peek(at, T.TsEnumMember, TsEnumMemberField.Init));
    if (value !== 0) walk.push(value, T.Expr, Role.Plain);
    at = walk.cbor.next(at);
  }
}

function lowerNamespace(walk: Walk, item: i32, type: i32, name: i32, body: i32): void {
  const isNested = walk.reader.payloadType(body, T.TsNamespaceBody) === T.TsNamespaceDecl;
  walk.open(Kind.Namespace, -1, 0, item, type);
  walk.push(name, T.Ident, Role.Binding);
  walk.push(body, isNested ? Part.NamespaceBlock : T.TsNamespaceBody, Role.Plain);
}

/** `import x = A.B` reads `A`. */
function pushEntity(walk: Walk, entity: i32): void {
  const reader = walk.reader;
  if (reader.payloadType(entity, T.TsEntityName) === T.Ident) walk.push(reader.payload(entity), T.Ident, Role.Plain);
}
