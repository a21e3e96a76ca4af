// Drives a site's OHIF in headless Chromium as a clinician would: sign in, find the study, open it, scroll to a slice.
//   node ohif.mjs --base http://127.0.0.1:8101 --user NAME --password-file FILE --study UID --wheel N --out shot.png
//                 [--expect-in-list TEXT] [--watch SECONDS] [--log requests.jsonl]
// Prints one JSON object: what the list showed, when the first image was drawn, how many distinct values the canvas
// has, every request that left for another host. --watch keeps the viewer open and prints a line when an image request
// is refused.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: option } = parseArgs({
  options: {
    base: { type: 'string' },
    user: { type: 'string' },
    'password-file': { type: 'string' },
    study: { type: 'string' },
    wheel: { type: 'string', default: '0' },
    out: { type: 'string', default: 'viewer.png' },
    canvas: { type: 'string' },
    'expect-in-list': { type: 'string' },
    watch: { type: 'string', default: '0' },
    log: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    timeout: { type: 'string', default: '60' },
  },
});
const deadline = Date.now() + Number(option.timeout) * 1000;

const browser = await chromium.launch({
  executablePath: option.chromium,
  headless: true,
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost'],
});
const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();

const errors = [];
const external = new Set();
const answers = [];
page.on('pageerror', error => errors.push(String(error).slice(0, 300)));
page.on('request', request => {
  const host = new URL(request.url()).hostname;
  if (!['127.0.0.1', 'localhost', ''].includes(host)) external.add(host);
});
page.on('response', response => {
  const url = new URL(response.url());
  if (!url.pathname.startsWith('/dicomweb')) return;
  const answer = { method: response.request().method(), path: url.pathname, query: url.search, status: response.status(),
    request: response.headers()['x-request-id'], receipt: response.headers()['assent-receipt'], at: Date.now() };
  answers.push(answer);
  if (option.log) appendFileSync(option.log, JSON.stringify(answer) + '\n');
});

async function signIn() {
  await page.goto(`${option.base}/viewer/`, { waitUntil: 'domcontentloaded' });
  const landed = new URL(page.url()).pathname;
  await page.fill('input[name=name]', option.user);
  await page.fill('input[name=password]', readFileSync(option['password-file'], 'utf8').trim());
  await Promise.all([page.waitForURL(url => !url.pathname.startsWith('/auth/')), page.press('input[name=password]', 'Enter')]);
  return landed;
}

async function listShows(text) {
  while (Date.now() < deadline) {
    if ((await page.evaluate(() => document.body.innerText)).includes(text)) return true;
    await page.waitForTimeout(250);
  }
  return false;
}

const canvases = () => page.evaluate(() => [...document.querySelectorAll('canvas')]
  .filter(canvas => canvas.width > 200 && canvas.height > 200)
  .map(canvas => {
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
    const greys = new Set();
    for (let i = 0; i < pixels.length; i += 4) if (pixels[i] === pixels[i + 1] && pixels[i] === pixels[i + 2]) greys.add(pixels[i]);
    return { width: canvas.width, height: canvas.height, distinct: greys.size, png: copy.toDataURL('image/png') };
  }));

async function drawn(least) {
  while (Date.now() < deadline) {
    const shown = await canvases();
    const best = shown.sort((a, b) => b.distinct - a.distinct)[0];
    if (best && best.distinct > least) return best;
    await page.waitForTimeout(100);
  }
  return null;
}

const report = { signInPage: await signIn() };
if (option['expect-in-list']) report.listed = await listShows(option['expect-in-list']);
const opened = Date.now();
await page.goto(`${option.base}/viewer/viewer?StudyInstanceUIDs=${option.study}`, { waitUntil: 'domcontentloaded' });
const first = await drawn(1);
report.firstImageMillis = first ? Date.now() - opened : null;
if (first && Number(option.wheel) > 0) {
  await page.keyboard.press('Escape');
  await page.mouse.move(640, 400);
  for (let i = 0; i < Number(option.wheel); i++) {
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(2000);
}
const shown = first ? await drawn(Number(option.wheel) > 0 ? 100 : 1) ?? (await canvases())[0] : null;
if (shown) {
  report.canvas = { width: shown.width, height: shown.height, distinct: shown.distinct };
  if (option.canvas) writeFileSync(option.canvas, Buffer.from(shown.png.split(',')[1], 'base64'));
}
report.text = (await page.evaluate(() => document.body.innerText)).slice(0, 1500);
await page.screenshot({ path: option.out });
if (Number(option.watch) > 0) {
  console.log(JSON.stringify({ watching: true, shown: report.canvas ?? null }));
  await page.waitForTimeout(Number(option.watch) * 1000);
}
report.crossOriginIsolated = await page.evaluate(() => crossOriginIsolated);
report.refused = answers.filter(answer => answer.status >= 400).map(({ path, status }) => ({ path, status })).slice(0, 20);
report.requests = answers.length;
report.errors = errors.slice(0, 10);
report.external = [...external];
console.log(JSON.stringify(report));
await browser.close();
