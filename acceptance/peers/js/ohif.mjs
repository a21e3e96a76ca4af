// Drives OHIF in headless Chromium as a clinician would. One browser, one session, as many tabs as are asked for.
//   node ohif.mjs [--chromium /usr/bin/chromium]
// Reads one JSON order a line on standard input and answers each with one JSON line; {"error": …} when it cannot be done.
//   {"do":"signIn", "base":URL, "user":NAME, "password":TEXT}            by the site's own page
//   {"do":"list",   "base":URL, "text":TEXT, "shot":PNG}                 whether the study list shows the text
//   {"do":"open",   "tab":NAME, "base":URL, "study":UID, "letPass":N}    until something is drawn; of the frames only the first
//                                                                        N go out, the others wait in the browser
//   {"do":"release","tab":NAME, "shot":PNG}                              lets the waiting ones out; what they were answered
//   {"do":"frames", "tab":NAME, "count":N}                               until so many frames have come
//   {"do":"scroll", "tab":NAME, "wheel":N, "canvas":PNG, "shot":PNG}     what is drawn then
//   {"do":"upload", "base":URL, "files":[…], "shot":PNG}                 by the study list's own button
//   {"do":"report"}                                                      hosts asked that are not this machine; page errors
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const PATIENCE = 60_000;
const HERE = ['127.0.0.1', 'localhost', ''];
const { values: option } = parseArgs({ options: { chromium: { type: 'string', default: '/usr/bin/chromium' } } });

const browser = await chromium.launch({
  executablePath: option.chromium,
  headless: true,
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
context.setDefaultTimeout(PATIENCE);
const errors = [];
const external = new Set();
const tabs = new Map();
const shownAround = new Set();

context.on('request', request => {
  const { hostname } = new URL(request.url());
  if (!HERE.includes(hostname)) external.add(hostname);
});

/** A page, with what its frames were answered and which of them wait. */
async function newTab(name) {
  const tab = { page: await context.newPage(), letPass: Infinity, passed: new Set(), held: [], asked: 0, answers: [] };
  tab.page.on('pageerror', error => errors.push(`${name}: ${error}`.slice(0, 300)));
  await tab.page.route('**/frames/*', route => {
    const url = route.request().url();
    tab.asked++;
    if (tab.passed.has(url) || tab.passed.size < tab.letPass) {
      tab.passed.add(url);
      return route.continue();
    }
    tab.held.push(route);
  });
  // not requestfinished: most frames are read as streams, which the viewer cancels once it has all of them
  tab.page.on('response', response => {
    const { pathname } = new URL(response.url());
    if (!/^\/dicomweb\/.*\/frames\//.test(pathname)) return;
    tab.answers.push({ frame: pathname, status: response.status(), at: Date.now() });
  });
  tabs.set(name, tab);
  return tab;
}

async function until(what, holds, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const found = await holds();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${patience / 1000} s: ${typeof what === 'function' ? what() : what}`);
}

const framesOf = tab => new Set(tab.answers.filter(answer => answer.status === 200).map(answer => answer.frame));

/** The large canvas with most grey values: their number, a hash of all of them, and on demand the picture. */
const canvas = (tab, png = false) => tab.page.evaluate(png => {
  let best = null;
  for (const drawn of document.querySelectorAll('canvas')) {
    if (drawn.width <= 200 || drawn.height <= 200) continue;
    const copy = document.createElement('canvas');
    copy.width = drawn.width;
    copy.height = drawn.height;
    const pen = copy.getContext('2d', { willReadFrequently: true });
    pen.drawImage(drawn, 0, 0);
    const pixels = pen.getImageData(0, 0, copy.width, copy.height).data;
    const greys = new Set();
    let hash = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if (pixels[i] === pixels[i + 1] && pixels[i] === pixels[i + 2]) greys.add(pixels[i]);
      hash = (hash * 31 + pixels[i]) | 0;
    }
    if (!best || greys.size > best.distinct) {
      best = { width: copy.width, height: copy.height, distinct: greys.size, hash };
      if (png) best.png = copy.toDataURL('image/png');
    }
  }
  return best;
}, png);

/** OHIF shows newcomers around, over the image and in the way of the mouse: once a browser and site. */
async function endTour(page) {
  const site = new URL(page.url()).origin;
  if (shownAround.has(site)) return;
  const skip = page.getByText('Skip all');
  await skip.click();
  await skip.waitFor({ state: 'detached' });
  shownAround.add(site);
}

/** What is drawn once it no longer changes. */
async function settled(tab) {
  let before = null;
  await until('the picture stands still', async () => {
    const now = await canvas(tab);
    const same = before && now && now.distinct > 1 && now.hash === before.hash;
    before = now;
    if (!same) await tab.page.waitForTimeout(300);
    return same;
  });
  return canvas(tab, true);
}

const orders = {
  async signIn({ base, user, password }) {
    const tab = tabs.get('list') ?? await newTab('list');
    await tab.page.goto(`${base}/viewer/`, { waitUntil: 'domcontentloaded' });
    const asked = new URL(tab.page.url()).pathname;
    await tab.page.fill('input[name=name]', user);
    await tab.page.fill('input[name=password]', password);
    await Promise.all([
      tab.page.waitForURL(url => !url.pathname.startsWith('/auth/')),
      tab.page.press('input[name=password]', 'Enter'),
    ]);
    return { asked, landed: new URL(tab.page.url()).pathname };
  },

  async list({ base, text, shot }) {
    const { page } = tabs.get('list');
    await page.goto(`${base}/viewer/`, { waitUntil: 'domcontentloaded' });
    await page.getByText(text, { exact: false }).first().waitFor();
    if (shot) await page.screenshot({ path: shot });
    return { listed: true };
  },

  async open({ tab: name, base, study, letPass }) {
    const tab = tabs.get(name) ?? await newTab(name);
    Object.assign(tab, { letPass: letPass ?? Infinity, passed: new Set(), held: [], asked: 0, answers: [], opened: Date.now() });
    await tab.page.goto(`${base}/viewer/viewer?StudyInstanceUIDs=${study}`, { waitUntil: 'domcontentloaded' });
    await until('an image is drawn', async () => ((await canvas(tab))?.distinct ?? 0) > 1);
    const drawnAfterMillis = Date.now() - tab.opened;
    if (letPass) await until('what may pass has come', () => framesOf(tab).size >= letPass);
    await endTour(tab.page);
    return { drawnAfterMillis, crossOriginIsolated: await tab.page.evaluate(() => crossOriginIsolated) };
  },

  async release({ tab: name, shot }) {
    const tab = tabs.get(name);
    await tab.page.bringToFront();
    await until('the viewer asks for a frame that must wait', () => tab.held.length > 0);
    const from = tab.answers.length;
    tab.letPass = Infinity;
    const waiting = tab.held.splice(0);
    await Promise.all(waiting.map(route => route.continue()));
    await until('every frame is answered', () => tab.answers.length >= from + waiting.length);
    let seen = -1; // the viewer goes on asking; wait until it stops
    await until('the viewer asks for no more', async () => {
      const quiet = seen === tab.asked && tab.answers.length >= tab.asked;
      seen = tab.asked;
      await tab.page.waitForTimeout(1000);
      return quiet;
    });
    if (shot) await tab.page.screenshot({ path: shot });
    const since = tab.answers.slice(from);
    return { frames: new Set(since.map(answer => answer.frame)).size, statuses: since.map(answer => answer.status) };
  },

  async frames({ tab: name, count }) {
    const tab = tabs.get(name);
    await until(() => `${count} frames have come, not ${framesOf(tab).size}`, () => framesOf(tab).size >= count);
    return { framesAfterMillis: Math.max(...tab.answers.map(answer => answer.at)) - tab.opened, requests: tab.answers.length };
  },

  async scroll({ tab: name, wheel, canvas: png, shot }) {
    const tab = tabs.get(name);
    await tab.page.bringToFront();
    await tab.page.mouse.move(640, 400);
    for (let i = 0; i < wheel; i++) {
      await tab.page.mouse.wheel(0, 120);
      await tab.page.waitForTimeout(60);
    }
    const shown = await settled(tab);
    if (png) writeFileSync(png, Buffer.from(shown.png.split(',')[1], 'base64'));
    if (shot) await tab.page.screenshot({ path: shot });
    const text = await tab.page.evaluate(() => document.body.innerText);
    return { distinct: shown.distinct, width: shown.width, height: shown.height, text };
  },

  async upload({ base, files, shot }) {
    const { page } = tabs.get('list');
    await page.goto(`${base}/viewer/`, { waitUntil: 'domcontentloaded' });
    const stored = page.waitForResponse(response => response.request().method() === 'POST'
      && new URL(response.url()).pathname.startsWith('/dicomweb/studies'));
    await page.getByText('Upload', { exact: true }).first().click();
    await page.locator('input[type=file]').first().setInputFiles(files);
    const { status, headers } = await stored.then(response => ({ status: response.status(), headers: response.request().headers() }));
    await page.waitForTimeout(1000);
    if (shot) await page.screenshot({ path: shot });
    return { status: status, authorization: headers.authorization ?? null };
  },

  async report() {
    return { external: [...external], errors };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer;
  try {
    answer = await orders[order.do](order);
  } catch (error) {
    answer = { error: String(error.message ?? error).slice(0, 600) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
await browser.close();
