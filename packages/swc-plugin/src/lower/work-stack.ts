/** What is left to lower: entries of three numbers, in memory of its own because every node of the program passes through here. */
const ENTRY: i32 = 12;

export class WorkStack {
  private start: usize = heap.alloc(ENTRY * 1024);
  private capacity: i32 = 1024;
  length: i32 = 0;

  /** The entry popped last. */
  item: i32 = 0;
  type: i32 = 0;
  role: i32 = 0;

  push(item: i32, type: i32, role: i32): void {
    if (this.length === this.capacity) this.grow();
    const at = this.at(this.length);
    store<i32>(at, item);
    store<i32>(at, type, 4);
    store<i32>(at, role, 8);
    this.length += 1;
  }

  pop(): void {
    this.length -= 1;
    const at = this.at(this.length);
    this.item = load<i32>(at);
    this.type = load<i32>(at, 4);
    this.role = load<i32>(at, 8);
  }

  typeAt(index: i32): i32 {
    return load<i32>(this.at(index), 4);
  }

  /** Turns the entries from `from` on around: they were pushed first to last, and are popped last to first. */
  reverse(from: i32): void {
    let low = this.at(from);
    let high = this.at(this.length - 1);
    while (low < high) {
      swap(low, high);
      swap(low + 4, high + 4);
      swap(low + 8, high + 8);
      low += ENTRY;
      high -= ENTRY;
    }
  }

  private at(index: i32): usize {
    return this.start + <usize>(ENTRY * index);
  }

  private grow(): void {
    this.capacity *= 2;
    const bigger = heap.alloc(ENTRY * this.capacity);
    memory.copy(bigger, this.start, ENTRY * this.length);
    this.start = bigger;
  }
}

function swap(a: usize, b: usize): void {
  const value = load<i32>(a);
  store<i32>(a, load<i32>(b));
  store<i32>(b, value);
}
