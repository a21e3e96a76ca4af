/**
 * Checks of JSON values: the types of `docs/receipt-format.md` §2 and what they are combined with.
 * A check takes a value and the name of its place, and returns what it says, decoded. It throws a failure of step `form`.
 * @template T
 * @typedef {(value: unknown, at: string) => T} Check
 */
import { compareBytes, fromBase64Url } from './bytes.mjs';
import { failure } from './failure.mjs';

const LARGEST_INTEGER = 2n ** 63n - 1n;
const MILLION = 1_000_000n;

/** Throws a failure of step `form`. @param {unknown} holds @param {string} at @param {string} reason */
export function mustBe(holds, at, reason) {
  if (!holds) throw failure('form', `${at}: ${reason}`);
}

const string = (value, at) => {
  mustBe(typeof value === 'string', at, 'not a string');
  return value;
};

/** bytes @type {Check<Uint8Array>} */
export function bytes(value, at) {
  const decoded = fromBase64Url(string(value, at));
  mustBe(decoded !== null, at, 'not base64url');
  return decoded;
}

/** bytes of one of these lengths @param {...number} lengths @returns {Check<Uint8Array>} */
export const bytesOf = (...lengths) => (value, at) => {
  const decoded = bytes(value, at);
  mustBe(lengths.includes(decoded.length), at, `not ${lengths.join(' or ')} bytes`);
  return decoded;
};

/** hash @type {Check<Uint8Array>} */
export const hash = bytesOf(32);

/** integer @param {bigint} least @returns {Check<bigint>} */
export const integerFrom = (least) => (value, at) => {
  mustBe(/^(0|[1-9][0-9]{0,18})$/.test(string(value, at)), at, 'not an integer');
  const integer = BigInt(value);
  mustBe(integer >= least && integer <= LARGEST_INTEGER, at, 'an integer out of range');
  return integer;
};

/** number @type {Check<number>} */
export function number(value, at) {
  mustBe(typeof value === 'number', at, 'not a number');
  return value;
}

/** One of these values. @template T @param {...T} values @returns {Check<T>} */
export const oneOf = (...values) => (value, at) => {
  mustBe(values.includes(value), at, `not ${values.join(', ')}`);
  return value;
};

/** Whether a text has 1 to n characters from U+0021 to U+007E. @param {string} text @param {number} most @returns {boolean} */
export const isVisibleText = (text, most) => text.length <= most && /^[\x21-\x7e]+$/.test(text);

/** visible text n @param {number} most @returns {Check<string>} */
export const visibleText = (most) => (value, at) => {
  mustBe(isVisibleText(string(value, at), most), at, `not 1 to ${most} visible characters`);
  return value;
};

/** Whether a text is an opaque id of a person or client (§3, `actor`). @param {string} text @returns {boolean} */
export const isActor = (text) => text.length >= 1 && text.length <= 128 && /^[^\0-\x1f\x7f-\x9f\p{Surrogate}]*$/u.test(text);

/** actor @type {Check<string>} */
export function actor(value, at) {
  mustBe(isActor(string(value, at)), at, 'not an id of a person or client');
  return value;
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{0,8}[1-9]))?Z$/;

/** time, as nanoseconds since 1970 @type {Check<bigint>} */
export function time(value, at) {
  const parts = TIME.exec(string(value, at));
  mustBe(parts !== null, at, 'not a time');
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const days = new Date(Date.UTC(year, month - 1, day));
  mustBe(year >= 1970 && days.getUTCMonth() === month - 1 && days.getUTCDate() === day, at, 'not a day of 1970 to 9999');
  mustBe(hour < 24 && minute < 60 && second < 60, at, 'not a time of day');
  const seconds = BigInt(days.getTime() / 1000 + hour * 3600 + minute * 60 + second);
  return seconds * 1000n * MILLION + BigInt((parts[7] ?? '').padEnd(9, '0'));
}

/** time in whole milliseconds @type {Check<bigint>} */
export function timeInMilliseconds(value, at) {
  const instant = time(value, at);
  mustBe(instant % MILLION === 0n, at, 'not whole milliseconds');
  return instant;
}

/** An array. @template T @param {Check<T>} check @param {number} least @param {number} most @returns {Check<T[]>} */
export const list = (check, least, most = Infinity) => (value, at) => {
  mustBe(Array.isArray(value), at, 'not an array');
  mustBe(value.length >= least && value.length <= most, at, 'too few or too many elements');
  return value.map((element, i) => check(element, `${at}[${i}]`));
};

/**
 * A list that is sorted and has no element twice.
 * @template T
 * @param {Check<T[]>} check
 * @param {(a: T, b: T) => number} compare
 * @returns {Check<T[]>}
 */
export const sorted = (check, compare) => (value, at) => {
  const elements = check(value, at);
  mustBe(isAscending(elements, compare), at, 'not sorted, or an element twice');
  return elements;
};

/** Whether each element is below the next. @template T @param {T[]} elements @param {(a: T, b: T) => number} compare @returns {boolean} */
export const isAscending = (elements, compare) => elements.every((element, i) => i === 0 || compare(elements[i - 1], element) < 0);

/** Compares by UTF-16 code units. @param {string} a @param {string} b @returns {number} */
export const compareTexts = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Compares purposes by system, then code. @type {(a: { system: string, code: string }, b: { system: string, code: string }) => number} */
export const comparePurposes = (a, b) => compareTexts(a.system, b.system) || compareTexts(a.code, b.code);

/** Compares by what is taken of the elements. @template T @param {(element: T) => Uint8Array} part @returns {(a: T, b: T) => number} */
export const byBytes = (part) => (a, b) => compareBytes(part(a), part(b));

/**
 * An object with exactly these members; those of `sometimes` may be missing.
 * @param {Record<string, Check<any>>} members
 * @param {Record<string, Check<any>>} [sometimes]
 * @returns {Check<Record<string, any>>}
 */
export const record = (members, sometimes = {}) => (value, at) => {
  mustBe(typeof value === 'object' && value !== null && !Array.isArray(value), at, 'not an object');
  const checks = { ...members, ...sometimes };
  for (const name of Object.keys(value)) mustBe(Object.hasOwn(checks, name), at, `an unknown member ${JSON.stringify(name)}`);
  const decoded = {};
  for (const [name, check] of Object.entries(checks)) {
    if (Object.hasOwn(value, name)) decoded[name] = check(value[name], at === '' ? name : `${at}.${name}`);
    else mustBe(!Object.hasOwn(members, name), at, `no member ${name}`);
  }
  return decoded;
};
