import { Options } from "./options/options";
import { Edit } from "./rewrite/output";
import { Remark } from "./remarks/remark";
import { Tree } from "./tree/tree";

/** Everything core has to say about one file. */
export class Analysis {
  edits: Edit[] = [];
  remarks: Remark[] = [];
}

export function analyze(tree: Tree, options: Options): Analysis {
  return new Analysis();
}
