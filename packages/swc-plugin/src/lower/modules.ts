/** Imports and exports. */
import { Flag, Kind } from "../../../core/src/tree/kinds";
import {
  DeclTag,
  ExportAllField,
  ExportDeclField,
  ExportDefaultDeclField,
  ExportDefaultSpecifierField,
  ExportNamedSpecifierField,
  ExportNamespaceSpecifierField,
  FnDeclField,
  ClassDeclField,
  IdentField,
  ImportDeclField,
  ImportDefaultSpecifierField,
  ImportNamedSpecifierField,
  ImportStarAsSpecifierField,
  NamedExportField,
  StrField,
  T,
  TsEnumDeclField,
  TsModuleDeclField,
  VarDeclField,
} from "../../build/codec";
import { Reader } from "./reader";
import { Role } from "./role";
import { Walk } from "./walk";

export function lowerModulePart(walk: Walk, item: i32, type: i32, role: i32): bool {
  const reader = walk.reader;
  switch (type) {
    case T.ImportDecl: {
      const flags = reader.flag(reader.field(ImportDeclField.TypeOnly)) ? Flag.TypeOnly : 0;
      walk.open(Kind.Import, sourceOf(walk, reader.field(ImportDeclField.Src)), flags, item, type);
      walk.child(type, ImportDeclField.Specifiers, Role.Binding);
      return true;
    }
    case T.ImportNamedSpecifier: {
      const local = reader.field(ImportNamedSpecifierField.Local);
      const imported = reader.some(reader.field(ImportNamedSpecifierField.Imported));
      const isType = reader.flag(reader.field(ImportNamedSpecifierField.IsTypeOnly));
      const name = imported === 0 ? nameOf(walk, local, T.Ident) : nameOf(walk, imported, T.ModuleExportName);
      walk.open(Kind.ImportSpec, name, isType ? Flag.TypeOnly : 0, item, type);
      walk.push(local, T.Ident, Role.Binding);
      return true;
    }
    case T.ImportDefaultSpecifier:
      walk.open(Kind.ImportSpec, walk.tree.intern("default"), 0, item, type);
      walk.child(type, ImportDefaultSpecifierField.Local, Role.Binding);
      return true;
    case T.ImportStarAsSpecifier:
      walk.open(Kind.ImportSpec, walk.tree.intern("*"), 0, item, type);
      walk.child(type, ImportStarAsSpecifierField.Local, Role.Binding);
      return true;
    case T.ExportDecl:
      if (isTypeDeclaration(reader, reader.field(ExportDeclField.Decl))) {
        walk.typeOnly(item, type);
      } else {
        walk.open(Kind.ExportDecl, -1, 0, item, type);
        walk.child(type, ExportDeclField.Decl, Role.Plain);
      }
      return true;
    case T.NamedExport: {
      if (reader.flag(reader.field(NamedExportField.TypeOnly))) {
        walk.typeOnly(item, type);
        return true;
      }
      const source = reader.some(reader.field(NamedExportField.Src));
      walk.open(Kind.ExportNamed, source === 0 ? -1 : sourceOf(walk, source), 0, item, type);
      walk.child(type, NamedExportField.Specifiers, source === 0 ? Role.Plain : Role.ReExport);
      return true;
    }
    case T.ExportNamedSpecifier: {
      const local = reader.field(ExportNamedSpecifierField.Orig);
      const exported = reader.some(reader.field(ExportNamedSpecifierField.Exported));
      const isType = reader.flag(reader.field(ExportNamedSpecifierField.IsTypeOnly));
      walk.open(Kind.ExportSpec, nameOf(walk, exported === 0 ? local : exported, T.ModuleExportName), 0, item, type);
      if (role !== Role.ReExport && !isType) walk.push(local, T.ModuleExportName, Role.Plain);
      return true;
    }
    case T.ExportNamespaceSpecifier: {
      const name = nameOf(walk, reader.field(ExportNamespaceSpecifierField.Name), T.ModuleExportName);
      walk.open(Kind.ExportSpec, name, 0, item, type);
      return true;
    }
    case T.ExportDefaultSpecifier: {
      const name = nameOf(walk, reader.field(ExportDefaultSpecifierField.Exported), T.Ident);
      walk.open(Kind.ExportSpec, name, 0, item, type);
      return true;
    }
    case T.ExportDefaultDecl:
      walk.open(Kind.ExportDefault, -1, 0, item, type);
      walk.child(type, ExportDefaultDeclField.Decl, Role.DefaultExport);
      return true;
    case T.ExportAll:
      if (reader.flag(reader.field(ExportAllField.TypeOnly))) walk.typeOnly(item, type);
      else walk.open(Kind.ExportAll, sourceOf(walk, reader.field(ExportAllField.Src)), 0, item, type);
      return true;
    default:
      return false;
  }
}

function sourceOf(walk: Walk, item: i32): i32 {
  return walk.internText(walk.reader.peek(item, T.Str, StrField.Value));
}

/** Name on either side of a specifier: an identifier or a string. */
function nameOf(walk: Walk, from: i32, fromType: i32): i32 {
  const reader = walk.reader;
  const isEither = fromType === T.ModuleExportName;
  const type = isEither ? reader.payloadType(from, fromType) : fromType;
  const item = isEither ? reader.payload(from) : from;
  const field: i32 = type === T.Str ? StrField.Value : IdentField.Sym;
  return walk.internText(reader.peek(item, type === T.Str ? T.Str : T.Ident, field));
}

/** `export interface`, `export type`, and `export declare` of anything. */
function isTypeDeclaration(reader: Reader, declaration: i32): bool {
  const item = reader.payload(declaration);
  switch (reader.tag(declaration)) {
    case DeclTag.TsInterfaceDecl:
    case DeclTag.TsTypeAliasDecl:
      return true;
    case DeclTag.ClassDecl:
      return reader.flag(reader.peek(item, T.ClassDecl, ClassDeclField.Declare));
    case DeclTag.FnDecl:
      return reader.flag(reader.peek(item, T.FnDecl, FnDeclField.Declare));
    case DeclTag.VarDecl:
      return reader.flag(reader.peek(item, T.VarDecl, VarDeclField.Declare));
    case DeclTag.TsEnumDecl:
      return reader.flag(reader.peek(item, T.TsEnumDecl, TsEnumDeclField.Declare));
    case DeclTag.TsModuleDecl:
      return reader.flag(reader.peek(item, T.TsModuleDecl, TsModuleDeclField.Declare));
    default:
      return false;
  }
}
