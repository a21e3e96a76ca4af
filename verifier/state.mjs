/** The state, a sparse Merkle tree: `docs/receipt-format.md` §5. */
import { join, sameBytes } from './bytes.mjs';
import { innerNode, leafNode, sha256 } from './hash.mjs';
import { mustBe } from './values.mjs';

const EMPTY = new Uint8Array(32);

/** Keys of the state: the first byte says of what. */
export const organizationKey = (id) => join(Uint8Array.of(2), id);
export const subjectKey = (id) => join(Uint8Array.of(3), id);
export const studyKey = (ref) => join(Uint8Array.of(4), ref);

const bit = (bytes, i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1;

/**
 * The siblings that a `path` names, from the root down.
 * @param {Uint8Array} raw
 * @param {string} at its place in the receipt
 * @returns {Uint8Array[]}
 * @throws {Error & { step: 'form' }}
 */
export function siblings(raw, at) {
  mustBe(raw.length >= 4 && raw[0] === 1, at, 'not a path');
  const depth = raw[1] * 256 + raw[2];
  mustBe(depth <= 256, at, 'a path of more than 256 siblings');
  const start = 3 + Math.ceil(depth / 8);
  const map = raw.subarray(3, start);
  mustBe(map.length === start - 3, at, 'cut off');
  for (let i = depth; i < map.length * 8; i++) mustBe(bit(map, i) === 0, at, 'an unused bit');
  mustBe(depth === 0 || bit(map, depth - 1) === 1, at, 'an empty last sibling');
  const found = [];
  let next = start;
  for (let i = 0; i < depth; i++) {
    if (bit(map, i) === 0) {
      found.push(EMPTY);
    } else {
      const sibling = raw.subarray(next, (next += 32));
      mustBe(sibling.length === 32 && !sameBytes(sibling, EMPTY), at, 'a sibling that is none');
      found.push(sibling);
    }
  }
  mustBe(raw.length === next + 1 && raw[next] === 0, at, 'another end');
  return found;
}

/**
 * Whether a proven leaf holds under a key: its presence if it has `leaf`, its absence otherwise.
 * @param {{ path: Uint8Array[], leaf?: Uint8Array, other?: { path: Uint8Array, value: Uint8Array } }} proof
 * @param {Uint8Array} key
 * @param {Uint8Array} root the app hash
 * @returns {Promise<boolean>}
 */
export async function isProven({ path, leaf, other }, key, root) {
  const place = await sha256(key);
  let h = EMPTY;
  if (leaf) h = await leafNode(place, await sha256(leaf));
  else if (other) h = await leafNode(other.path, other.value);
  for (let d = path.length - 1; d >= 0; d--) {
    h = await (bit(place, d) === 0 ? innerNode(h, path[d]) : innerNode(path[d], h));
  }
  return sameBytes(h, root) && (!other || isBeside(other.path, place, path.length));
}

/** Whether another place shares this many first bits, and is another. */
function isBeside(other, place, bits) {
  for (let i = 0; i < bits; i++) if (bit(other, i) !== bit(place, i)) return false;
  return !sameBytes(other, place);
}
