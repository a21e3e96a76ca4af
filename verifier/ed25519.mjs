/**
 * Signatures of validators: RFC 8032 as `docs/receipt-format.md` §1 narrows it.
 *
 * The platform checks the equation. Platforms differ in what they take as points (y above the prime, points of small order or with such
 * a part) and in whether they multiply by the cofactor, so that is decided here: a key and an R must be encoded canonically and be of prime
 * order. Of those, every way to check gives the same. CometBFT itself (ZIP 215) takes more; whoever holds a key that was made as RFC 8032
 * says never makes such a signature.
 */
import { toBigInt } from './bytes.mjs';

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const SIGN_BIT = 2n ** 255n;
const MOST_KEPT = 10_000;

const littleEndian = (bytes) => toBigInt(bytes.toReversed());
const modulo = (n) => ((n % PRIME) + PRIME) % PRIME;

function power(base, exponent) {
  let result = 1n;
  for (let square = modulo(base), left = exponent; left > 0n; square = modulo(square * square), left >>= 1n) {
    if (left & 1n) result = modulo(result * square);
  }
  return result;
}

const inverse = (n) => power(n, PRIME - 2n);
const D = modulo(-121665n * inverse(121666n));
const ROOT_OF_MINUS_1 = power(2n, (PRIME - 1n) / 4n);

/** A point in extended coordinates (RFC 8032 §5.1.4). @typedef {{ x: bigint, y: bigint, z: bigint, t: bigint }} Point */

/** @type {Point} */
const NEUTRAL = { x: 0n, y: 1n, z: 1n, t: 0n };

/** @param {Point} p @param {Point} q @returns {Point} */
export function add(p, q) {
  const a = modulo((p.y - p.x) * (q.y - q.x));
  const b = modulo((p.y + p.x) * (q.y + q.x));
  const c = modulo(2n * p.t * q.t * D);
  const d = modulo(2n * p.z * q.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: modulo(e * f), y: modulo(g * h), z: modulo(f * g), t: modulo(e * h) };
}

/** @param {bigint} factor from 0 @param {Point} point @returns {Point} */
export function multiply(factor, point) {
  let result = NEUTRAL;
  for (let doubled = point, left = factor; left > 0n; doubled = add(doubled, doubled), left >>= 1n) {
    if (left & 1n) result = add(result, doubled);
  }
  return result;
}

const isNeutral = ({ x, y, z }) => x === 0n && y === z;

/**
 * The point that the bytes encode (RFC 8032 §5.1.3).
 * @param {Uint8Array} bytes 32
 * @returns {Point | null} null if they are not the one encoding of a point
 */
export function decodePoint(bytes) {
  const encoded = littleEndian(bytes);
  const y = encoded % SIGN_BIT;
  if (y >= PRIME) return null;
  const square = modulo((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (PRIME + 3n) / 8n);
  if (modulo(x * x) !== square) x = modulo(x * ROOT_OF_MINUS_1);
  if (modulo(x * x) !== square) return null;
  const isOdd = encoded >= SIGN_BIT;
  if (x === 0n && isOdd) return null;
  if ((x & 1n) !== (isOdd ? 1n : 0n)) x = PRIME - x;
  return { x, y, z: 1n, t: modulo(x * y) };
}

const known = new Map();

/** Whether the bytes are the one encoding of a point of prime order. Remembers: the same validators sign again and again. */
export function isOfPrimeOrder(bytes) {
  const name = String(littleEndian(bytes));
  if (!known.has(name)) {
    if (known.size >= MOST_KEPT) known.clear();
    const point = decodePoint(bytes);
    known.set(name, point !== null && !isNeutral(point) && isNeutral(multiply(ORDER, point)));
  }
  return known.get(name);
}

/**
 * @param {Uint8Array} key 32 bytes
 * @param {Uint8Array} signature 64 bytes
 * @param {Uint8Array} message
 * @returns {Promise<boolean>}
 */
export async function isSignedByEd25519(key, signature, message) {
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  if (littleEndian(s) >= ORDER || !isOfPrimeOrder(key) || !isOfPrimeOrder(r)) return false;
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, message);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'DataError') return false;
    throw error;
  }
}
