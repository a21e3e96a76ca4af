/** A worker: flips every `of`th bit of a published receipt, beginning with `first`, and says which ones are still taken. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifyReceipt } from '../receipt.mjs';
import { network, read } from './vectors.mjs';

const AT_ONCE = 32;
const { name, first, of } = workerData;
const text = read(name);
const taken = [];

const flip = async (bit) => {
  const mutant = Uint8Array.from(text);
  mutant[bit >> 3] ^= 1 << (bit & 7);
  if ((await verifyReceipt(mutant, network)).valid) taken.push(bit);
};

let bits = [];
let flipped = 0;
for (let bit = first; bit < text.length * 8; bit += of) {
  bits.push(bit);
  if (bits.length === AT_ONCE) {
    await Promise.all(bits.map(flip));
    bits = [];
  }
  flipped++;
}
await Promise.all(bits.map(flip));
parentPort.postMessage({ flipped, taken });
