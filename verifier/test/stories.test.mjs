import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../bytes.mjs';
import { proveNetwork, verifyReceipt } from '../receipt.mjs';
import { makeStories } from '../testing/stories.mjs';

const SEED = 20260302;
const COUNT = 500;

test(`${COUNT} receipts of random consents, to patients, hold unless a decision was altered`, async () => {
  const { genesis, trust, receipts } = await makeStories(SEED, COUNT);
  const network = await proveNetwork(genesis, utf8(trust));
  const found = new Set();
  for (const { text, isAltered, isRecipients } of receipts) {
    const { valid, step, reason, permission } = await verifyReceipt(text, network);
    if (!isRecipients) assert.equal(valid, !isAltered, `${step}: ${reason} in ${text}`);
    found.add(permission);
  }
  assert.deepEqual([...found].sort(), ['fails: permission', 'holds', 'not shown']);
});
