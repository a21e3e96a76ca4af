/**
 * Verifies receipts, step by step: `docs/receipt-format.md` §6. Touches no file and no network.
 */
import { sameBytes, u64, utf8 } from './bytes.mjs';
import { checkCommit, proveNetwork, setAt } from './chain.mjs';
import { decide } from './decision.mjs';
import { ensure } from './failure.mjs';
import { readReceipt } from './form.mjs';
import { domainBytes, domainHash, isIncluded, treeRoot } from './hash.mjs';
import { SERVICE, decodeOrganization, decodeStudy, decodeSubject } from './leaves.mjs';
import { isSignedByP256 } from './p256.mjs';
import { isProven, organizationKey, studyKey, subjectKey } from './state.mjs';
import { decodeTerms } from './terms.mjs';

export { proveNetwork };

/**
 * What a verifier finds. Each claim `holds`, is `not shown`, or `fails: <step>`.
 * @typedef {object} Findings
 * @property {boolean} valid nothing fails
 * @property {string | null} step the first that fails
 * @property {string | null} reason why it fails, in plain words
 * @property {string} permission that permission was in force
 * @property {string} signed that the source signed that it decided so
 * @property {string} recomputed that the decision recomputes from all terms
 * @property {Record<string, any> | null} receipt its members, decoded; null if they are nothing to believe
 */

/**
 * @param {Uint8Array | string} source the receipt's bytes, or their text
 * @param {import('./chain.mjs').Network} network as `proveNetwork` returns it
 * @returns {Promise<Findings>}
 */
export async function verifyReceipt(source, network) {
  let receipt;
  let organization;
  try {
    receipt = readReceipt(source);
    organization = await checkSigned(receipt, network);
  } catch (error) {
    return notSigned(error);
  }
  try {
    const facts = await checkEvidence(receipt, organization);
    const recomputed = decide(facts);
    return findings(receipt, judgePermission(facts, recomputed), judgeDecision(facts, recomputed));
  } catch (error) {
    return findings(receipt, failed(error), failed(error));
  }
}

/**
 * What is found if a step of 1 to 8 fails.
 * @param {Error & { step: string }} error
 * @returns {Findings}
 * @throws {Error} if it is no failure of a step
 */
export function notSigned(error) {
  const { text, step, reason } = failed(error);
  return { valid: false, step, reason, permission: text, signed: text, recomputed: text, receipt: null };
}

function failed(error) {
  if (error.step === undefined) throw error;
  return { text: `fails: ${error.step}`, step: error.step, reason: error.message };
}

function findings(receipt, permission, decision) {
  const first = [permission, decision].find(({ step }) => step !== undefined);
  return {
    valid: first === undefined,
    step: first?.step ?? null,
    reason: first?.reason ?? null,
    permission: permission.text,
    signed: 'holds',
    recomputed: decision.text,
    receipt,
  };
}

/** Steps 2 to 8. Returns the leaf of the source's organization. */
async function checkSigned(receipt, network) {
  const { evidence, request, signature, statement } = receipt;
  const { header } = evidence;
  ensure(statement.chain === network.chain, 'chain', 'of another chain than the genesis file');
  ensure(header.height === statement.height + 1n, 'header', 'not the header after the height that was decided on');
  const { since, set } = setAt(network, header.height);
  ensure(evidence.validators_since === since, 'trust', `not the first height of the validators at ${header.height}, which is ${since}`);
  ensure(sameBytes(header.validators_hash, set.hash), 'header', 'the header is of other validators');
  await checkCommit(evidence.commit, header, statement.chain, set, 'commit');
  ensure(statement.block_time < header.time, 'header', 'the block decided on is not before the header');
  ensure(header.app_hash.length === 32, 'header', 'no root of the state');

  ensure(evidence.source.leaf, 'source', 'the source is not in the state');
  await checkProof(evidence.source, organizationKey(statement.source), header, 'source');
  const organization = decodeOrganization(evidence.source.leaf, 'source');

  const isKey = ({ role, key, from_height, until_height }) =>
    role === SERVICE &&
    sameBytes(key.point, signature.key) &&
    from_height <= statement.height &&
    (until_height === undefined || statement.height <= until_height);
  ensure(organization.profile.keys.some(isKey), 'signature', 'not by a service key that the source has at that height');
  const isSigned = await isSignedByP256(signature.key, signature.signature, domainBytes('receipt', receipt.statementText));
  ensure(isSigned, 'signature', 'the signature is not valid');

  const digest = await domainHash('receipt-request', receipt.requestText);
  ensure(sameBytes(statement.request, digest), 'request', 'not the request that was decided on');
  return organization;
}

/** Steps 9 to 12. @returns {Promise<import('./decision.mjs').Facts>} */
async function checkEvidence({ evidence, request, statement, view }, source) {
  const subject = await checkSubject(evidence, statement);
  const studies = [];
  for (const [i, study] of evidence.studies.entries()) {
    studies.push(await checkStudy(study, request.studies[i].uid, statement.decisions[i].study, evidence.header, statement));
  }
  const consents = await checkConsents(evidence.consents, view, subject, statement);
  const requester = evidence.requester && (await checkRequester(evidence, request));
  return { view, statement, request, source, requester, subject, studies, consents };
}

async function checkProof(proof, key, header, step) {
  ensure(await isProven(proof, key, header.app_hash), step, 'its path does not lead to the root of the state');
}

async function checkSubject({ header, subject }, statement) {
  await checkProof(subject, subjectKey(statement.subject), header, 'subject');
  if (!subject.leaf) return undefined;
  const leaf = decodeSubject(subject.leaf, 'subject');
  ensure(sameBytes(leaf.source, statement.source), 'subject', 'a subject of another source');
  return leaf;
}

async function checkStudy({ salt, manifest, ...proof }, uid, decided, header, statement) {
  const ref = await domainHash('study', salt, utf8(uid));
  ensure(sameBytes(ref, decided), 'study', 'not the study that was decided on');
  await checkProof(proof, studyKey(ref), header, 'study');
  if (!proof.leaf) return undefined;
  const leaf = decodeStudy(proof.leaf, 'study');
  ensure(sameBytes(leaf.source, statement.source), 'study', 'a study of another source');
  const commitment = await domainHash('study-record', salt, ref, statement.subject, manifest);
  ensure(sameBytes(leaf.commitment, commitment), 'study', 'not opened as it was committed to');
  return leaf;
}

async function checkConsents(openings, view, subject, statement) {
  ensure(subject || openings.length === 0, 'consents', 'consents of a subject that is not in the state');
  const entries = openings.map(({ entry }) => entry.raw);
  if (subject && view === 'patient') {
    ensure(subject.consent_count === BigInt(entries.length), 'consents', `not all of the ${subject.consent_count} open consents`);
    ensure(sameBytes(await treeRoot(entries), subject.consents_root), 'consents', 'not the open consents of the subject');
  }
  const consents = [];
  for (const opening of openings) {
    if (view === 'recipient') await checkPlace(opening, subject);
    consents.push({ id: opening.entry.consent, terms: await openTerms(opening, statement) });
  }
  const isOpened = (closing) => consents.some(({ id }) => sameBytes(id, closing));
  ensure(statement.closing.every(isOpened), 'consents', 'a consent that is closing is not among those opened');
  return consents;
}

async function checkPlace({ entry, index, path }, { consent_count, consents_root }) {
  const holds = await isIncluded(entry.raw, BigInt(index), consent_count, path, consents_root);
  ensure(holds, 'consents', `not the open consent at ${index}`);
}

async function openTerms({ entry, salt, terms }, { subject }) {
  const commitment = await domainHash('terms', salt, subject, entry.consent, u64(entry.sequence), terms);
  ensure(sameBytes(entry.commitment, commitment), 'consents', 'terms that were not committed to');
  return decodeTerms(terms);
}

async function checkRequester({ header, requester }, request) {
  await checkProof(requester, organizationKey(request.organization), header, 'requester');
  return requester.leaf && decodeOrganization(requester.leaf, 'requester');
}

const HOLDS = { text: 'holds' };
const NOT_SHOWN = { text: 'not shown' };
const isSameDecision = (a, b) => a.decision === b.decision && a.policy === b.policy;

function judgePermission({ statement: { decisions } }, recomputed) {
  if (decisions.every(({ decision }) => decision !== 'permit')) return NOT_SHOWN;
  const isInForce = decisions.every((stated, i) => stated.decision !== 'permit' || isSameDecision(stated, recomputed[i]));
  return isInForce ? HOLDS : { text: 'fails: permission', step: 'permission', reason: 'what was opened does not permit it so' };
}

function judgeDecision({ statement: { decisions }, view }, recomputed) {
  if (view === 'recipient') return NOT_SHOWN;
  const isSame = decisions.every((stated, i) => isSameDecision(stated, recomputed[i]) && stated.reason === recomputed[i].reason);
  return isSame ? HOLDS : { text: 'fails: decision', step: 'decision', reason: 'the terms give another decision, policy or reason' };
}
