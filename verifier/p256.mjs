/** Signatures of organizations: ECDSA on P-256 with SHA-256, `docs/receipt-format.md` §1. */
import { join, to32Bytes, toBigInt } from './bytes.mjs';

const PRIME = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

function power(base, exponent) {
  let result = 1n;
  for (let bits = exponent; bits > 0n; bits >>= 1n) {
    if (bits & 1n) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

/**
 * @param {Uint8Array} key a compressed point, 33 bytes
 * @returns {Uint8Array | null} the uncompressed point, 65 bytes; null if the key is none: another first byte, x not below the prime, not on the curve
 */
export function uncompressed(key) {
  const x = toBigInt(key.subarray(1));
  if (key.length !== 33 || (key[0] !== 2 && key[0] !== 3) || x >= PRIME) return null;
  const square = (((x * x - 3n) * x + B) % PRIME + PRIME) % PRIME;
  const root = power(square, (PRIME + 1n) / 4n);
  if ((root * root) % PRIME !== square) return null;
  const y = root % 2n === BigInt(key[0] - 2) ? root : PRIME - root;
  return join(Uint8Array.of(4), to32Bytes(x), to32Bytes(y));
}

/**
 * @param {Uint8Array} key a compressed point, 33 bytes
 * @param {Uint8Array} signature `r ‖ s`, 64 bytes
 * @param {Uint8Array} message whose SHA-256 was signed
 * @returns {Promise<boolean>} false also if s is above n/2
 */
export async function isSignedByP256(key, signature, message) {
  const point = uncompressed(key);
  const [r, s] = [toBigInt(signature.subarray(0, 32)), toBigInt(signature.subarray(32))];
  if (point === null || r < 1n || r >= ORDER || s < 1n || s > ORDER / 2n) return false;
  const imported = await crypto.subtle.importKey('raw', point, ECDSA, false, ['verify']);
  return crypto.subtle.verify(ECDSA, imported, signature, message);
}
