/** The clocks of the computer that the page is open on, in milliseconds. */
export interface Clocks {
  /** Wall time: goes on while the computer sleeps, and may be set. */
  now(): number;
  /** The page's own: nobody sets it, and it may stand still while the computer sleeps. */
  passed(): number;
}

/** How long ago something was. Neither clock runs too fast by itself, so the one that says longer is right, but for a wall clock that was set ahead: that is taken for a sleep. */
export class Since {
  private readonly wall: number;
  private readonly own: number;

  constructor(private readonly clocks: Clocks) {
    [this.wall, this.own] = [clocks.now(), clocks.passed()];
  }

  get ms(): number {
    return Math.max(this.clocks.now() - this.wall, this.clocks.passed() - this.own);
  }
}
