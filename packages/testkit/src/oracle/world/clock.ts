/** A callback due at a virtual time. */
interface Event {
  id: number;
  time: number;
  run: () => void;
  /** Timers nobody waits for at the end of a program, such as intervals. */
  background: boolean;
}

/**
 * Virtual time. Nothing here waits: the driver calls `advance` when the program has nothing left to do at the current
 * time, and exactly one event runs, as one timer callback runs per turn of Node's event loop.
 */
export class Clock {
  now = 0;
  private events: Event[] = [];
  private nextId = 1;

  after(delay: number, run: () => void, background = false): number {
    const id = this.nextId++;
    this.events.push({ id, time: this.now + Math.max(delay, 0), run, background });
    return id;
  }

  cancel(id: unknown): void {
    this.events = this.events.filter((event) => event.id !== Number(id));
  }

  /** Runs the earliest event, of equal ones the one added first. False when only background events are left. */
  advance(): boolean {
    if (!this.events.some((event) => !event.background)) return false;
    let first = 0;
    for (let i = 1; i < this.events.length; i++) if (this.events[i].time < this.events[first].time) first = i;
    const [event] = this.events.splice(first, 1);
    this.now = event.time;
    event.run();
    return true;
  }
}
