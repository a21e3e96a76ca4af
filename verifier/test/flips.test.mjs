import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { read } from '../testing/vectors.mjs';

// Outside of the test runner, which watches every promise and takes most of the time for that.
const WORKERS = 2;

/** Every `of`th bit, from a random one on; 1 for all. */
async function flipped(name, of) {
  const offset = Math.floor(Math.random() * of);
  const done = Array.from({ length: WORKERS }, (_, worker) =>
    once(new Worker(new URL('../testing/flips.mjs', import.meta.url), { workerData: { name, first: offset + worker * of, of: of * WORKERS } }), 'message'));
  const answers = (await Promise.all(done)).map(([answer]) => answer);
  assert.deepEqual(answers.flatMap(({ taken }) => taken), [], 'these bits are flipped and the receipt is valid');
  return answers.reduce((sum, answer) => sum + answer.flipped, 0);
}

test('no bit of a receipt can be flipped', async () => {
  assert.equal(await flipped('permit-recipient.json', 1), read('permit-recipient.json').length * 8);
});

test('no eighth bit of the whole view can be flipped', async () => {
  assert.ok((await flipped('permit.json', 8)) >= read('permit.json').length - 1);
});
