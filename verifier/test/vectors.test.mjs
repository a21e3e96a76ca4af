import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveNetwork, verifyReceipt } from '../receipt.mjs';
import { expected, filesOf, genesis, network, read } from '../testing/vectors.mjs';

for (const [name, findings] of Object.entries(expected)) {
  test(`${name} is judged as expected`, async () => {
    const { valid, step, permission, signed, recomputed } = await verifyReceipt(read(name), network);
    assert.deepEqual({ permission, signed, recomputed }, findings);
    const failing = Object.values(findings).find((claim) => claim.startsWith('fails: '));
    assert.equal(valid, failing === undefined);
    assert.equal(step, failing?.slice('fails: '.length) ?? null);
  });
}

test('every vector is expected', () => {
  const others = ['expected.json', 'genesis.json', 'trust.json'];
  const receipts = [...filesOf('./'), ...filesOf('invalid/')].map((name) => name.replace('./', '')).filter((name) => name.endsWith('.json'));
  assert.deepEqual(receipts.filter((name) => !others.includes(name)).sort(), Object.keys(expected).sort());
});

for (const name of filesOf('invalid-trust/')) {
  test(`${name} is refused`, async () => {
    await assert.rejects(proveNetwork(genesis, read(name)), { step: 'trust' });
  });
}
