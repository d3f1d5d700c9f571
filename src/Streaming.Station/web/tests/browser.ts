// What the page's modules ask a browser for when they are loaded.
const kept = new Map<string, string>();
Object.assign(globalThis, {
  location: { href: 'http://station.invalid/' },
  sessionStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value); }, removeItem: (key: string) => { kept.delete(key); } },
  document: { getElementById: () => null },
});
