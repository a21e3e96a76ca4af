import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyReceipt } from '../receipt.mjs';
import { mutants } from '../testing/mutants.mjs';
import { network } from '../testing/vectors.mjs';

const SEED = 20260301;
const COUNT = 10_000;

test(`${COUNT} mutants are refused, at every step of the format`, async () => {
  const steps = new Set();
  for (const mutant of mutants(SEED, COUNT)) {
    const { valid, step } = await verifyReceipt(mutant, network);
    assert.equal(valid, false, `valid: ${mutant}`);
    steps.add(step);
  }
  const all = ['form', 'chain', 'header', 'trust', 'commit', 'source', 'signature', 'request', 'subject', 'study', 'consents', 'requester'];
  assert.deepEqual(all.filter((step) => !steps.has(step)), []);
});
