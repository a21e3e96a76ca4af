/** Byte strings: `docs/receipt-format.md` §1. */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param {string} text @returns {Uint8Array} its UTF-8 bytes */
export const utf8 = (text) => encoder.encode(text);

/** @param {Uint8Array} bytes @returns {string} @throws {TypeError} if they are not UTF-8 */
export const fromUtf8 = (bytes) => decoder.decode(bytes);

/** `‖` @param {...Uint8Array} parts @returns {Uint8Array} */
export function join(...parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Compares as unsigned bytes. @param {Uint8Array} a @param {Uint8Array} b @returns {number} below, at or above 0 */
export function compareBytes(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

/** @param {Uint8Array} a @param {Uint8Array} b @returns {boolean} */
export const sameBytes = (a, b) => compareBytes(a, b) === 0;

/** @param {number} n @returns {Uint8Array} `u32(n)` */
export function u32(n) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}

/** @param {bigint} n @returns {Uint8Array} `u64(n)` */
export function u64(n) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, n);
  return bytes;
}

/** @param {Uint8Array} bytes big endian @returns {bigint} */
export const toBigInt = (bytes) => bytes.reduce((n, byte) => (n << 8n) | BigInt(byte), 0n);

/** @param {bigint} n below 2^256 @returns {Uint8Array} 32 bytes, big endian */
export const to32Bytes = (n) => join(u64(n >> 192n), u64((n >> 128n) & LOW_64), u64((n >> 64n) & LOW_64), u64(n & LOW_64));

const LOW_64 = 0xffffffffffffffffn;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGITS = new Map([...ALPHABET].map((digit, value) => [digit, value]));

/**
 * base64url without padding, unused bits 0: §2.
 * @param {string} text
 * @returns {Uint8Array | null} null if the text is not exactly so
 */
export function fromBase64Url(text) {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let pending = 0;
  let bits = 0;
  let at = 0;
  for (const digit of text) {
    const value = DIGITS.get(digit);
    if (value === undefined) return null;
    pending = (pending << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = pending >> bits;
      pending &= (1 << bits) - 1;
    }
  }
  return pending === 0 ? bytes : null;
}
