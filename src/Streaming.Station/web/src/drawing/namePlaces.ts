const GAP = 4;

/** Where names of events go that stand close together: a name that would run into another goes a floor higher, and one that would
 * run into its like is not said twice. From left to right. */
export class NamePlaces {
  /** By row, then by floor: the last name there and where it ends. */
  private readonly last = new Map<number, { name: string; end: number }[]>();

  /** The floor from the bottom; undefined: the same name stands there already. */
  floorFor(row: number, name: string, left: number, width: number): number | undefined {
    const floors = this.last.get(row) ?? [];
    if (floors.some((one) => one.name === name && one.end + GAP > left)) return undefined;
    const free = floors.findIndex((one) => one.end + GAP <= left);
    const floor = free < 0 ? floors.length : free;
    floors[floor] = { name, end: left + width };
    this.last.set(row, floors);
    return floor;
  }
}
