/** The form of a receipt, step 1: `docs/receipt-format.md` §2 and §3. */
import { sameBytes, utf8 } from './bytes.mjs';
import { canonicalText, parseCanonical } from './canonical-json.mjs';
import { chainId, commit, header } from './chain.mjs';
import { ensure } from './failure.mjs';
import { decodeOpenConsent } from './leaves.mjs';
import { siblings } from './state.mjs';
import {
  actor,
  byBytes,
  bytes,
  bytesOf,
  comparePurposes,
  compareTexts,
  hash,
  integerFrom,
  list,
  mustBe,
  number,
  oneOf,
  record,
  sorted,
  time,
  timeInMilliseconds,
  visibleText,
} from './values.mjs';

const MOST_BYTES = 65_536;
const MOST_STUDIES = 32;
const MOST_PURPOSES = 32;
const MOST_LABELS = 64;
const MOST_CLOSING = 256;
const LONGEST_INCLUSION = 9;

const REASONS = ['no-permit', 'denied-by-consent', 'frozen', 'not-registered', 'unknown-requester'];

const decisionMembers = record(
  { decision: oneOf('permit', 'deny'), policy: visibleText(255), study: hash },
  { reason: oneOf(...REASONS) },
);

function decision(value, at) {
  const decoded = decisionMembers(value, at);
  mustBe((decoded.reason !== undefined) === (decoded.decision === 'deny'), at, 'a reason if and only if it is a denial');
  return decoded;
}

const statement = record({
  block_time: time,
  chain: chainId,
  closing: sorted(list(bytesOf(16), 0, MOST_CLOSING), byBytes((id) => id)),
  decisions: sorted(list(decision, 1, MOST_STUDIES), byBytes(({ study }) => study)),
  entry: visibleText(128),
  height: integerFrom(1n),
  request: hash,
  source: hash,
  subject: hash,
  time: timeInMilliseconds,
  version: oneOf(1),
});

const request = record({
  actor,
  operation: oneOf('search', 'metadata', 'retrieve', 'render', 'token'),
  organization: hash,
  purposes: sorted(list(record({ code: visibleText(64), system: visibleText(255) }), 1, MOST_PURPOSES), comparePurposes),
  salt: hash,
  studies: list(
    record({ labels: sorted(list(visibleText(255), 0, MOST_LABELS), compareTexts), uid: visibleText(64) }, { started: time }),
    1,
    MOST_STUDIES,
  ),
});

const path = (value, at) => siblings(bytes(value, at), at);

const proof = { path };
const proofSometimes = { leaf: bytes, other: record({ path: hash, value: hash }) };

const isProof = (check) => (value, at) => {
  const decoded = check(value, at);
  mustBe(!decoded.leaf || !decoded.other, at, 'both leaf and other');
  return decoded;
};

const provenLeaf = isProof(record(proof, proofSometimes));
const provenStudyMembers = isProof(record({ ...proof, salt: hash }, { ...proofSometimes, manifest: hash }));

function provenStudy(value, at) {
  const decoded = provenStudyMembers(value, at);
  mustBe(!decoded.leaf === !decoded.manifest, at, 'a manifest if and only if there is a leaf');
  return decoded;
}

const openConsent = (value, at) => {
  const raw = bytes(value, at);
  return { raw, ...decodeOpenConsent(raw, 'form') };
};
const opening = { entry: openConsent, salt: hash, terms: bytes };
const byConsentId = byBytes(({ entry }) => entry.consent);
const consentsOf = {
  patient: sorted(list(record(opening), 0), byConsentId),
  recipient: sorted(list(record({ ...opening, index: number, path: list(hash, 0, LONGEST_INCLUSION) }), 0), (a, b) => a.index - b.index),
};

const evidence = (view) =>
  record(
    {
      commit,
      consents: consentsOf[view],
      header,
      source: provenLeaf,
      studies: list(provenStudy, 1, MOST_STUDIES),
      subject: provenLeaf,
      validators_since: integerFrom(0n),
    },
    { requester: provenLeaf },
  );

const receipt = (view) =>
  record({
    evidence: evidence(view),
    request,
    signature: record({ key: bytesOf(33), signature: bytesOf(64) }),
    statement,
    view: oneOf(view),
  });

/**
 * Reads a receipt.
 * @param {Uint8Array | string} source its bytes, or their text
 * @returns {Record<string, any>} its members, decoded, and `statementText` and `requestText`, the canonical texts of these parts
 * @throws {Error & { step: 'form' }}
 */
export function readReceipt(source) {
  ensure(typeof source !== 'string' || source.isWellFormed(), 'form', 'a text that has no UTF-8');
  const raw = typeof source === 'string' ? utf8(source) : source;
  ensure(raw.length <= MOST_BYTES, 'form', 'more than 65,536 bytes');
  const value = parseCanonical(raw);
  const view = oneOf('patient', 'recipient')(value?.view, 'view');
  const decoded = receipt(view)(value, '');
  checkTogether(decoded);
  return { ...decoded, statementText: utf8(canonicalText(value.statement)), requestText: utf8(canonicalText(value.request)) };
}

/** What members ask of each other. */
function checkTogether({ evidence, request, signature, statement, view }) {
  const { decisions } = statement;
  mustBe(signature.key[0] === 2 || signature.key[0] === 3, 'signature.key', 'not a compressed point');
  mustBe(request.studies.length === decisions.length, 'request.studies', 'not as many as decisions');
  mustBe(evidence.studies.length === decisions.length, 'evidence.studies', 'not as many as decisions');
  const isPermitted = decisions.every(({ decision }) => decision === 'permit');
  mustBe(!isPermitted || statement.closing.length === 0, 'statement.closing', 'not empty, and every decision is a permit');
  const isOwn = sameBytes(request.organization, statement.source);
  const needsRequester = view === 'patient' && !isOwn;
  mustBe((evidence.requester !== undefined) === needsRequester, 'evidence.requester', 'missing, or there where it must not be');
  mustBe(view === 'patient' || (decisions.length === 1 && isPermitted), 'statement.decisions', 'not one permit, in the view of a recipient');
}
