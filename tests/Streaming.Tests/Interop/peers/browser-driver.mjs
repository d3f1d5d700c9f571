// Chromium, driven by lines of JSON: {"do": COMMAND, ...} on standard input, {"value": ...} or {"error": ...} for each on standard output.
// node browser-driver.mjs CHROMIUM WIDTH HEIGHT [KEY_HASH]
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [executablePath, width, height, trusted] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath, args: [
  '--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc', ...(trusted ? [`--ignore-certificate-errors-spki-list=${trusted}`] : []),
] });
const context = await browser.newContext({ viewport: { width: Number(width), height: Number(height) }, acceptDownloads: true, bypassCSP: false });
const page = await context.newPage();
page.setDefaultTimeout(90_000);
const errors = [];
const elsewhere = [];
const watchErrors = (one) => {
  one.on('console', (message) => { if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url}:${message.location().lineNumber})`); });
  one.on('pageerror', (error) => errors.push(`${error.message}\n${error.stack}`));
  one.on('request', (request) => { if (!/^(data|blob|about):/.test(request.url()) && origin && !request.url().startsWith(origin)) elsewhere.push(request.url()); });
};
let origin = '';
watchErrors(page);
const session = await context.newCDPSession(page);
const metrics = async () => {
  const { metrics: all } = await session.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
};

const until = async (where, script) => {
  for (let asked = 0; asked < 600; asked++) {
    if (await where.evaluate(script).catch(() => false)) return true;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error('it did not become true in a minute');
};

const commands = {
  open: async ({ url, clock }) => {
    origin = new URL(url).origin;
    if (clock) await page.clock.install();
    await page.goto(url);
  },
  click: ({ selector }) => page.click(selector),
  press: ({ key }) => page.keyboard.press(key),
  fill: ({ selector, text }) => page.fill(selector, text),
  select: ({ selector, value }) => page.selectOption(selector, value),
  choose: ({ selector, path }) => page.setInputFiles(selector, path),
  wait: ({ selector, state }) => page.waitForSelector(selector, { state: state ?? 'visible', timeout: 60_000 }).then(() => true),
  text: ({ selector }) => page.innerText(selector),
  attribute: ({ selector, name }) => page.getAttribute(selector, name),
  count: ({ selector }) => page.locator(selector).count(),
  evaluate: ({ script }) => page.evaluate(script),
  // Asked from outside: the page's own policy forbids what waitForFunction would do in it.
  until: ({ script }) => until(page, script),
  shot: ({ path }) => page.screenshot({ path }).then(() => true),
  size: ({ width: w, height: h }) => page.setViewportSize({ width: w, height: h }),
  forward: ({ milliseconds }) => page.clock.fastForward(milliseconds),
  // Serious and critical violations, with where they are.
  axe: async () => {
    if (!(await page.evaluate('typeof axe !== "undefined"'))) await session.send('Runtime.evaluate', { expression: axeSource });
    const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
    return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`);
  },
  download: async ({ selector, path }) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
    await file.saveAs(path);
    return file.suggestedFilename();
  },
  popup: async ({ selector, shot }) => {
    const [tab] = await Promise.all([context.waitForEvent('page'), page.click(selector)]);
    watchErrors(tab);
    await until(tab, 'document.body !== null && document.body.innerText.length > 50');
    if (shot) await tab.screenshot({ path: shot, fullPage: true });
    const text = await tab.innerText('body');
    await tab.close();
    return text;
  },
  errors: () => errors.splice(0),
  elsewhere: () => elsewhere.splice(0),
  // Processor seconds of the page's main thread, wall seconds, and bytes still in use after a collection: of scripts, of their arrays, of the document.
  load: async () => {
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await session.send('HeapProfiler.collectGarbage');
    const { TaskDuration, Timestamp } = await metrics();
    const { usedSize, backingStorageSize, embedderHeapUsedSize } = await session.send('Runtime.getHeapUsage');
    return { thread: TaskDuration, wall: Timestamp, heap: usedSize + backingStorageSize + embedderHeapUsedSize };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  if (name === 'close') break;
  try {
    console.log(JSON.stringify({ value: (await commands[name](given)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${name} ${JSON.stringify(given)}: ${error.message}` }));
  }
}
await browser.close();
// Whoever drives may still hold the other end of standard input.
process.exit(0);
