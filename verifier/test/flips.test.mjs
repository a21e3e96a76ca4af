import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyReceipt } from '../receipt.mjs';
import { network, read } from '../testing/vectors.mjs';

const AT_ONCE = 32;

for (const name of ['permit-recipient.json', 'permit.json']) {
  test(`no bit of ${name} can be flipped`, async () => {
    const text = read(name);
    const flip = async (bit) => {
      const mutant = Uint8Array.from(text);
      mutant[bit >> 3] ^= 1 << (bit & 7);
      const { valid } = await verifyReceipt(mutant, network);
      assert.equal(valid, false, `bit ${bit} is flipped and the receipt is valid`);
    };
    const bits = Array.from({ length: text.length * 8 }, (_, bit) => bit);
    for (let i = 0; i < bits.length; i += AT_ONCE) await Promise.all(bits.slice(i, i + AT_ONCE).map(flip));
  });
}
