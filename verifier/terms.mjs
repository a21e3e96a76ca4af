/** Terms of a consent: `docs/receipt-format.md` §5. */
import { compareBytes } from './bytes.mjs';
import { ensure, failure } from './failure.mjs';
import { absent, bytes, decodeCanonical, enumeration, message, optional, repeated, required, sint64, string } from './protobuf.mjs';
import { byBytes, comparePurposes, compareTexts, isActor, isAscending, isVisibleText } from './values.mjs';

/** Effects of a rule. */
export const DENY = 1;
export const PERMIT = 2;

const MOST_BYTES = 262_144;
const MOST_STUDIES = 1_000;
const MOST_EXCEPTIONS = 64;
const MOST_PURPOSES = 32;
const MOST = 64;
const YEAR_1 = -62_135_596_800n;
const END_OF_YEAR_9999 = 253_402_300_799n;

const PERIOD = [optional(1, 'start', sint64), optional(2, 'end', sint64)];
const ACTOR = [required(1, 'organization', bytes(32)), absent(2, 'member', string)];
const PURPOSE = [required(1, 'system', string), required(2, 'code', string)];
const DATA = [
  repeated(1, 'studies', string),
  absent(2, 'period', message(PERIOD)),
  repeated(3, 'authors', bytes(32)),
  repeated(4, 'related', string),
  repeated(5, 'labels', string),
];
const RULE = [
  required(1, 'effect', enumeration(2)),
  repeated(2, 'actors', message(ACTOR)),
  repeated(3, 'purposes', message(PURPOSE)),
  absent(4, 'period', message(PERIOD)),
  absent(5, 'data', message(DATA)),
];
export const TERMS = [
  required(1, 'version', enumeration(1)),
  required(2, 'policy', string),
  required(3, 'root', message(RULE)),
  repeated(4, 'exceptions', message(RULE)),
  required(5, 'source', bytes(32)),
];

/**
 * Decodes the terms of a consent.
 * @param {Uint8Array} raw
 * @returns {Record<string, any>}
 * @throws {Error & { step: 'consents' }} if they are not canonical, or break a limit
 */
export function decodeTerms(raw) {
  ensure(raw.length <= MOST_BYTES, 'consents', 'terms that are too long');
  let terms;
  try {
    terms = decodeCanonical(TERMS, raw);
  } catch (error) {
    throw failure('consents', `terms that are not canonical: ${error.message}`);
  }
  const isCanonical =
    isVisibleText(terms.policy, 255) && terms.exceptions.length <= MOST_EXCEPTIONS && [terms.root, ...terms.exceptions].every(isRule);
  ensure(isCanonical, 'consents', 'terms that are not canonical: a limit or an order');
  return terms;
}

const isRule = ({ actors, purposes, period, data }) =>
  isSet(actors, MOST, compareActors, ({ member }) => member === undefined || isActor(member)) &&
  isSet(purposes, MOST_PURPOSES, comparePurposes, ({ system, code }) => isVisibleText(system, 255) && isVisibleText(code, 64)) &&
  (period === undefined || (isPeriod(period) && !isUnbounded(period))) &&
  (data === undefined || (isData(data) && !isEveryData(data)));

const isData = ({ studies, period, authors, related, labels }) =>
  isSet(studies, MOST_STUDIES, compareTexts, (uid) => isVisibleText(uid, 64)) &&
  (period === undefined || isPeriod(period)) &&
  isSet(authors, MOST, compareBytes, () => true) &&
  isSet(related, MOST, compareTexts, (text) => isVisibleText(text, 255)) &&
  isSet(labels, MOST, compareTexts, (text) => isVisibleText(text, 255));

const isEveryData = ({ studies, period, authors, related, labels }) =>
  period === undefined && [studies, authors, related, labels].every((list) => list.length === 0);

const isSet = (elements, most, compare, isElement) => elements.length <= most && elements.every(isElement) && isAscending(elements, compare);

const compareActors = (a, b) => byBytes(({ organization }) => organization)(a, b) || compareTexts(a.member ?? '', b.member ?? '');

const isUnbounded = ({ start, end }) => start === undefined && end === undefined;

const isPeriod = ({ start, end }) =>
  [start, end].every((bound) => bound === undefined || (bound >= YEAR_1 && bound <= END_OF_YEAR_9999)) &&
  (start === undefined || end === undefined || start <= end);
