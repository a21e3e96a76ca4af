/**
 * Receipts of random consents and requests, from a seed, whose signatures and proofs hold: what is compared is the decision.
 * `node testing/stories.mjs FOLDER SEED COUNT` writes genesis.json, trust.json and receipts.jsonl (lines for `judge.mjs`) into a folder.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { canonicalText } from '../canonical-json.mjs';
import { decide } from '../decision.mjs';
import { DENY, PERMIT } from '../terms.mjs';
import { comparePurposes, compareTexts, time } from '../values.mjs';
import { chanceOf } from './chance.mjs';
import { BLOCK_TIME, TIME, makeNetwork, makeReceipt, named, organizationLeaf, signingKey } from './maker.mjs';

const PCF = 'https://profiles.ihe.net/ITI/PCF/Policy-';
const POLICIES = ['deny', 'break-glass-only', 'basic-normal', 'all-normal'].map((name) => PCF + name);
const SYSTEM = 'http://terminology.hl7.org/CodeSystem/';
const CODES = ['BTG', 'ERTREAT', 'ETREAT', 'HRESCH', 'CLINTRCH', 'PurposeOfUse', 'TREAT', 'HTEST'];
const PURPOSES = [...CODES.map((code) => ({ system: `${SYSTEM}v3-ActReason`, code })), { system: 'urn:another', code: 'TREAT' }];
const LABELS = ['U', 'N', 'R', 'V', 'X'].map((level) => `${SYSTEM}v3-Confidentiality|${level}`).concat('urn:a|HIV', 'urn:a|PSY').sort(compareTexts);
const STARTED = [undefined, '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z'];
const UIDS = ['1.2.1', '1.2.2', '1.2.3'];
const ACTORS = ['Practitioner/1', 'Practitioner/2'];
const REASONS = ['no-permit', 'denied-by-consent', 'frozen', 'not-registered', 'unknown-requester'];
/** Around the clocks of a receipt and the beginnings of studies. */
const BOUNDS = [undefined, '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-03-01T12:00:41Z', '2026-03-01T12:00:43Z', '2026-03-01T12:00:44Z'];
const BOUND_SECONDS = BOUNDS.map((bound) => bound && time(bound, 'bound') / 1_000_000_000n);

function periodOf({ below }) {
  const first = below(BOUNDS.length);
  const start = BOUND_SECONDS[first];
  return { start, end: BOUND_SECONDS[below(2) === 0 ? 0 : first + below(BOUNDS.length - first)] };
}

function dataOf(chance, parties) {
  const { below, someOf } = chance;
  const seldom = (list) => (below(4) === 0 ? someOf(list) : []);
  const authors = seldom([...new Set([parties.source, parties.requester])]).sort(Buffer.compare);
  const data = { studies: below(2) === 0 ? someOf(UIDS) : [], authors, related: below(12) === 0 ? ['x'] : [], labels: seldom(LABELS) };
  if (below(5) === 0) data.period = periodOf(chance);
  const lists = [data.studies, data.authors, data.related, data.labels];
  return data.period === undefined && lists.every((list) => list.length === 0) ? undefined : data;
}

function ruleOf(chance, parties) {
  const { below, oneOf, someOf } = chance;
  const asked = [...parties.purposes, ...someOf(PURPOSES)].sort(comparePurposes);
  const rule = {
    effect: oneOf([DENY, PERMIT]),
    actors: below(3) === 0 ? [{ organization: parties.requester, member: below(2) === 0 ? undefined : oneOf(ACTORS) }] : [],
    purposes: below(2) === 0 ? asked.filter((purpose, i) => i === 0 || comparePurposes(asked[i - 1], purpose) < 0) : [],
    data: dataOf(chance, parties),
  };
  const period = below(6) === 0 ? periodOf(chance) : {};
  return period.start === undefined && period.end === undefined ? rule : { ...rule, period };
}

const termsOf = (chance, parties) => ({
  version: 1,
  policy: chance.oneOf(POLICIES),
  root: ruleOf(chance, parties),
  exceptions: Array.from({ length: chance.below(4) }, () => ruleOf(chance, parties)),
  source: new Uint8Array(32).fill(1),
});

/** Decisions of a story, in its order of studies. */
const decisionsOf = (story, policies) =>
  decide({
    view: 'patient',
    statement: { source: story.source.id, closing: story.closing, time: time(TIME, 'time'), block_time: time(BLOCK_TIME, 'time') },
    request: {
      organization: story.requester.id,
      actor: story.actor,
      purposes: story.purposes,
      studies: story.studies.map((study) => ({ ...study, started: study.started && time(study.started, 'time') })),
    },
    source: { profile: policies },
    requester: story.requester.leaf && { standing: story.isSuspended ? 1n : 0n },
    subject: story.subjectLeaf === null ? undefined : { erasure: 0, ...story.subjectLeaf },
    studies: story.studies.map(({ leaf, changes }) => (leaf ? { withdrawn: changes.withdrawn } : undefined)),
    consents: story.consents,
  });

/** One of the decisions, altered. */
function altered(decisions, { below, oneOf }) {
  const at = below(decisions.length);
  const policy = below(2) === 0 ? oneOf(POLICIES) : decisions[at].policy;
  const other = below(3) === 0 ? { decision: 'permit', policy } : { decision: 'deny', policy, reason: oneOf(REASONS) };
  return decisions.map((decision, i) => (i === at ? other : decision));
}

async function storyOf(chance, key) {
  const { below, oneOf, someOf } = chance;
  const policies = { own_policy: oneOf(POLICIES), foreign_policy: oneOf([...POLICIES, 'urn:another']) };
  const isSuspended = below(20) === 0;
  const source = { id: await named('source'), leaf: organizationLeaf(key.point, policies) };
  const requesterLeaf = below(20) === 0 ? undefined : organizationLeaf(key.point, { standing: isSuspended ? 3n : 2n });
  const requester = below(8) === 0 ? source : { id: await named('requester'), leaf: requesterLeaf };
  const chosen = someOf(PURPOSES);
  const purposes = (chosen.length === 0 ? [oneOf(PURPOSES)] : chosen.slice(0, 2)).sort(comparePurposes);
  const subjectLeaf = below(20) === 0 ? null : oneOf([...Array(18).fill({}), { frozen_by: 1 + below(4) }, { erasure: 1 }]);
  const studies = UIDS.slice(0, 1 + below(3)).map((uid) => ({
    uid,
    labels: below(2) === 0 ? someOf(LABELS) : [],
    started: oneOf(STARTED),
    leaf: below(20) !== 0,
    changes: { withdrawn: below(20) === 0 },
  }));
  const parties = { source: source.id, requester: requester.id, purposes };
  const size = subjectLeaf === null ? 0 : below(5);
  const consents = Array.from({ length: size }, (_, i) => ({ id: new Uint8Array(16).fill(i), terms: termsOf(chance, parties) }));
  const closing = below(3) === 0 ? someOf(consents).map(({ id }) => id) : [];
  const story = { view: 'patient', key, source, requester, isSuspended, subject: await named('subject'), subjectLeaf, studies, consents, closing, purposes };
  return { ...story, actor: oneOf(ACTORS), policies };
}

/**
 * @param {number} seed @param {number} count
 * @returns {Promise<{ genesis: string, trust: string, receipts: { text: string, isAltered: boolean, isRecipients: boolean }[] }>}
 *   a recipient's view opens all consents, not only those that permit, so it need not hold: it is there to be judged alike by another verifier
 */
export async function makeStories(seed, count) {
  const chance = chanceOf(seed);
  const [network, key] = [await makeNetwork('stories'), await signingKey()];
  const receipts = [];
  while (receipts.length < count) {
    const { policies, ...story } = await storyOf(chance, key);
    const right = decisionsOf(story, policies);
    const decisions = chance.below(3) === 0 ? altered(right, chance) : right;
    const isAltered = JSON.stringify(decisions) !== JSON.stringify(right);
    const isPermitted = decisions.every(({ decision }) => decision === 'permit');
    const closing = isPermitted && !isAltered ? [] : story.closing;
    if (isPermitted && closing.length > 0) continue;
    // A permit names no consents that are being closed; without them it may rest on another policy.
    if (!isAltered && JSON.stringify(decisionsOf({ ...story, closing }, policies)) !== JSON.stringify(right)) continue;
    const told = { ...story, closing, decisions };
    const isRecipients = decisions.length === 1 && isPermitted && chance.below(2) === 0;
    const view = isRecipients ? { view: 'recipient', opened: story.consents.map((_, i) => i) } : {};
    receipts.push({ text: await makeReceipt(network, { ...told, ...view }), isAltered, isRecipients });
  }
  return { genesis: network.genesis, trust: canonicalText(network.trust), receipts };
}

if (import.meta.filename === argv[1]) {
  const [folder, seed, count] = [argv[2], Number(argv[3]), Number(argv[4])];
  const { genesis, trust, receipts } = await makeStories(seed, count);
  writeFileSync(join(folder, 'genesis.json'), genesis);
  writeFileSync(join(folder, 'trust.json'), trust);
  writeFileSync(join(folder, 'receipts.jsonl'), receipts.map(({ text }) => `${JSON.stringify({ receipt: text })}\n`).join(''));
}
