export { Kind, Flag } from "./tree/kinds";
export { Tree, TreeBuilder } from "./tree/tree";
export { OutKind, OutNode, Edit, EditKind } from "./rewrite/output";
export { Mode, Options } from "./options/options";
export { Remark } from "./remarks/remark";
export { Analysis, analyze } from "./pipeline";
