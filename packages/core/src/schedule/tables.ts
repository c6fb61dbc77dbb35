/**
 * Per-binding tables that forget everything when a new segment begins, at the cost of one increment.
 */
export class BindingTable {
  private values: Int32Array;
  private stamps: Int32Array;

  constructor(
    count: i32,
    private absent: i32,
  ) {
    this.values = new Int32Array(count);
    this.stamps = new Int32Array(count);
  }

  get(binding: i32, epoch: i32): i32 {
    return this.stamps[binding] === epoch ? this.values[binding] : this.absent;
  }

  set(binding: i32, epoch: i32, value: i32): void {
    this.stamps[binding] = epoch;
    this.values[binding] = value;
  }

  raise(binding: i32, epoch: i32, value: i32): void {
    if (value > this.get(binding, epoch)) this.set(binding, epoch, value);
  }
}
