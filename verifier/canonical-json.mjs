/** RFC 8785 texts of a small part of JSON: `docs/receipt-format.md` §2. */
import { fromUtf8, sameBytes, utf8 } from './bytes.mjs';
import { failure, ensure } from './failure.mjs';

const DEEPEST = 16;
const LARGEST_NUMBER = 2 ** 31 - 1;

/**
 * Parses a text that must be its own canonical form.
 * @param {Uint8Array} bytes
 * @returns {unknown}
 * @throws {Error & { step: 'form' }}
 */
export function parseCanonical(bytes) {
  let value;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch {
    throw failure('form', 'not a JSON text in UTF-8');
  }
  ensure(sameBytes(utf8(canonicalText(value)), bytes), 'form', 'not in canonical form');
  return value;
}

/**
 * The canonical text of a value.
 * @param {unknown} value
 * @param {number} [depth] of the value in its text
 * @returns {string}
 * @throws {Error & { step: 'form' }} if it is not of the part of JSON that is used
 */
export function canonicalText(value, depth = 1) {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    ensure(Number.isInteger(value) && value >= 0 && value <= LARGEST_NUMBER, 'form', 'a number that is none of the format');
    return String(value);
  }
  ensure(typeof value === 'object' && value !== null, 'form', 'true, false or null');
  ensure(depth <= DEEPEST, 'form', 'nested too deep');
  if (Array.isArray(value)) return `[${value.map((element) => canonicalText(element, depth + 1)).join(',')}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${quoted(name)}:${canonicalText(value[name], depth + 1)}`).join(',')}}`;
}

const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;
