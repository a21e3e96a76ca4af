/**
 * Signatures of validators: RFC 8032, `docs/receipt-format.md` §1.
 *
 * Which of RFC 8032's open choices: the equation without the cofactor, `[S]B = R + [k]A`, as WebCrypto says and platforms do. Platforms differ in
 * what they take as keys (Node's takes y above the prime and points of small order, WebCrypto's text refuses the latter), so this is decided here:
 * a key or an R that is not encoded canonically, or is a point of small order, is refused. CometBFT itself (ZIP 215) takes all of that; whoever
 * holds a key that was made as RFC 8032 says never makes such a signature.
 */
import { toBigInt } from './bytes.mjs';

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const SIGN_BIT = 2n ** 255n;
const Y_OF_ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** The y of the points whose order is 1, 2, 4 or 8. */
export const SMALL_ORDER = [1n, PRIME - 1n, 0n, Y_OF_ORDER_8, PRIME - Y_OF_ORDER_8];

const littleEndian = (bytes) => toBigInt(bytes.toReversed());

/** Whether the bytes may be a point: y below the prime, and not of small order (x = 0 is among these). */
function isAcceptable(point) {
  const y = littleEndian(point) % SIGN_BIT;
  return y < PRIME && !SMALL_ORDER.includes(y);
}

/**
 * @param {Uint8Array} key 32 bytes
 * @param {Uint8Array} signature 64 bytes
 * @param {Uint8Array} message
 * @returns {Promise<boolean>}
 */
export async function isSignedByEd25519(key, signature, message) {
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  if (!isAcceptable(key) || !isAcceptable(r) || littleEndian(s) >= ORDER) return false;
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, message);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'DataError') return false;
    throw error;
  }
}
