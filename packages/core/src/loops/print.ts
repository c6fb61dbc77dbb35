/** Printer of the loops: what moves into the parallel phase, or why nothing does. */
import { codeName, Reason } from "../reason";
import { Loop } from "./loop";

export function printLoops(loops: Loop[]): string {
  const lines: string[] = [];
  for (let i: i32 = 0; i < loops.length; i++) {
    const loop = loops[i];
    let line = "  for@" + loop.node.toString() + ":";
    if (loop.reason !== null) line += " kept " + codeName((loop.reason as Reason).code);
    else {
      for (let j: i32 = 0; j < loop.moved.length; j++) line += " #" + loop.moved[j].toString();
      if (loop.split >= 0) line += " awaits of #" + loop.split.toString();
    }
    lines.push(line + "\n");
  }
  return lines.join("");
}
