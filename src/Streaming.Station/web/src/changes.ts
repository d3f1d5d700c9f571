/** Something that can be looked at again when it says so. */
export class Changes {
  private readonly listeners = new Set<() => void>();
  version = 0;

  notify(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
