/** SHA-256 and what is built of it: `docs/receipt-format.md` §1. */
import { join, sameBytes, u32, utf8 } from './bytes.mjs';

/** @param {...Uint8Array} parts @returns {Promise<Uint8Array>} SHA-256 of the parts, joined */
export const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));

/**
 * The bytes whose SHA-256 is the domain hash `H(thing, part…)`.
 * @param {string} thing
 * @param {...Uint8Array} parts
 * @returns {Uint8Array}
 */
export const domainBytes = (thing, ...parts) =>
  join(...[utf8(`assent/${thing}/v1`), ...parts].flatMap((part) => [u32(part.length), part]));

/** `H(thing, part…)` @param {string} thing @param {...Uint8Array} parts @returns {Promise<Uint8Array>} */
export const domainHash = (thing, ...parts) => sha256(domainBytes(thing, ...parts));

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

/** Inner node of both trees, RFC 6962's and the state's. @param {Uint8Array} left @param {Uint8Array} right @returns {Promise<Uint8Array>} */
export const innerNode = (left, right) => sha256(INNER, left, right);

/** Leaf of both trees. @param {...Uint8Array} data @returns {Promise<Uint8Array>} */
export const leafNode = (...data) => sha256(LEAF, ...data);

/** Root of the RFC 6962 tree. @param {Uint8Array[]} elements @returns {Promise<Uint8Array>} */
export async function treeRoot(elements) {
  if (elements.length === 0) return sha256();
  if (elements.length === 1) return leafNode(elements[0]);
  let split = 1;
  while (split * 2 < elements.length) split *= 2;
  return innerNode(await treeRoot(elements.slice(0, split)), await treeRoot(elements.slice(split)));
}

/**
 * Whether an inclusion path of the RFC 6962 tree holds (RFC 9162 §2.1.3.2).
 * @param {Uint8Array} element
 * @param {bigint} index
 * @param {bigint} size of the list
 * @param {Uint8Array[]} path
 * @param {Uint8Array} root
 * @returns {Promise<boolean>}
 */
export async function isIncluded(element, index, size, path, root) {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let r = await leafNode(element);
  for (const p of path) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      r = await innerNode(p, r);
      while (fn % 2n === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      r = await innerNode(r, p);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameBytes(r, root);
}
