interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Pieces of a text that are replaced by others, none of which overlap. What is inserted at one place keeps the order in which it came. */
export class Splices {
  private splices: Splice[] = [];

  replace(start: number, end: number, text: string): void {
    this.splices.push({ start, end, text });
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  apply(code: string): string {
    this.splices.sort((a, b) => a.start - b.start || a.end - b.end);
    let result = "";
    let position = 0;
    for (const { start, end, text } of this.splices) {
      result += code.slice(position, start) + text;
      position = end;
    }
    return result + code.slice(position);
  }
}
