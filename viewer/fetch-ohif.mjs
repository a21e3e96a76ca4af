// Fetches OHIF from npm, checks it against the pinned hash, and lays it out for the path /viewer/.
//
//     node fetch-ohif.mjs TARGET_FOLDER
//
// The published build expects to lie at /; here it lies at /viewer/. That, and the way to its service worker (which would
// keep copies in the browser and calls a foreign host), is all that is changed. Every change is counted, so that another
// build of OHIF fails here and not in somebody's browser. Left out are source maps, what only other deployments need, and
// the 120 MB runtime of segmentation models that OHIF would fetch from a foreign host.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const PACKAGE = '@ohif/app@3.13.2';
const INTEGRITY = 'sha512-WZdxmpmG7rqFgW9ZJLcbgr3XCtLi1KDNPoMaeY5PPe6j4G4fjEjjkycZM6C6Zk2F87BKxFfpq+jd5xXZB9E8EA==';
const BASE = '/viewer/';
const NOT_NEEDED = ['sw.js', 'init-service-worker.js', '_headers', '_redirects', 'serve.json', 'google.js',
  'silent-refresh.html', 'oidc-client.min.js', 'app-config.js', 'ort'];

const target = process.argv[2];
if (!target) {
  console.error('usage: node fetch-ohif.mjs TARGET_FOLDER');
  process.exit(2);
}
const work = `${target}.new`;
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

const archive = download();
execFileSync('tar', ['-xzf', archive, '-C', work, '--exclude', '*.map', 'package']);
const dist = join(work, 'package', 'dist');
NOT_NEEDED.forEach(name => rmSync(join(dist, name), { recursive: true }));
layOut();
compress();
rmSync(archive);
renameSync(join(work, 'package', 'LICENSE'), join(dist, 'LICENSE'));
rmSync(target, { recursive: true, force: true });
renameSync(dist, target);
rmSync(work, { recursive: true, force: true });

/** Fetches the archive into the work folder and answers its path, once its hash is the pinned one. */
function download() {
  // npm says no to an older Node, which OHIF's own tools need; its built files are only served.
  const name = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', work, PACKAGE], { encoding: 'utf8' })
    .trim().split('\n').pop();
  const file = join(work, name);
  const hash = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (hash !== INTEGRITY) {
    throw new Error(`${PACKAGE} is not what is pinned:\n  got  ${hash}\n  want ${INTEGRITY}`);
  }
  return file;
}

/** Moves the files from / to /viewer/, as far as they know where they are. */
function layOut() {
  const scripts = files(dist).filter(file => file.endsWith('.js') && !relative(dist, file).includes('/'));
  replace(scripts, /__webpack_require__\.p = "\/"/g, `__webpack_require__.p = "${BASE}"`, 8);
  const page = [join(dist, 'index.html')];
  replace(page, /<script [^>]*src="\/init-service-worker\.js"><\/script>/g, '', 1);
  replace(page, /window\.PUBLIC_URL="\/"/g, `window.PUBLIC_URL="${BASE}"`, 2);
  replace(page, /\b(src|href|content)="\/(?!\/)/g, `$1="${BASE}`, 32);
  replace([join(dist, 'app.bundle.css')], /url\(\/(?!\/)/g, `url(${BASE}`, 5);
  replace([join(dist, 'manifest.json')], /"src": "\//g, `"src": "${BASE}`, 9);
}

/** Replaces in the files, and stops unless it was done exactly as often as expected. */
function replace(paths, pattern, replacement, expected) {
  let done = 0;
  for (const path of paths) {
    const before = readFileSync(path, 'utf8');
    const found = before.match(pattern)?.length ?? 0;
    if (found > 0) {
      writeFileSync(path, before.replace(pattern, replacement));
      done += found;
    }
  }
  if (done !== expected) {
    throw new Error(`expected to replace ${pattern} ${expected} times, did ${done} times: not the build of OHIF that is known here`);
  }
}

/** Puts a .gz beside everything that shrinks by a fifth. */
function compress() {
  for (const file of files(dist).filter(path => /\.(js|css|html|json|jsonc|svg|wasm|mjs)$/.test(path))) {
    const plain = readFileSync(file);
    if (plain.length < 1024) {
      continue;
    }
    const packed = gzipSync(plain, { level: constants.Z_BEST_SPEED + 4 });
    if (packed.length < plain.length * 0.8) {
      writeFileSync(`${file}.gz`, packed);
    }
  }
}

/** All files below a folder. */
function files(folder) {
  return readdirSync(folder, { recursive: true }).map(name => join(folder, name)).filter(path => statSync(path).isFile());
}
