const GAP = 4;

/** Where names of events go that stand close together: a name that would run into one before it goes a floor higher. From left to right. */
export class NamePlaces {
  /** By row, then by floor: where the last name there ends. */
  private readonly ends = new Map<number, number[]>();

  floorFor(row: number, left: number, width: number): number {
    const ends = this.ends.get(row) ?? [];
    const free = ends.findIndex((end) => end + GAP <= left);
    const floor = free < 0 ? ends.length : free;
    ends[floor] = left + width;
    this.ends.set(row, ends);
    return floor;
  }
}
