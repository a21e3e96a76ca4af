/** The decision: `docs/receipt-format.md` §7. */
import { sameBytes } from './bytes.mjs';
import { isFrozen } from './leaves.mjs';
import { DENY, PERMIT } from './terms.mjs';
import { byBytes } from './values.mjs';

const PCF = 'https://profiles.ihe.net/ITI/PCF/';
const POLICY_DENY = `${PCF}Policy-deny`;
const BREAK_GLASS_ONLY = `${PCF}Policy-break-glass-only`;
const BASIC_NORMAL = `${PCF}Policy-basic-normal`;
const ALL_NORMAL = `${PCF}Policy-all-normal`;
const POLICIES = [POLICY_DENY, BREAK_GLASS_ONLY, BASIC_NORMAL, ALL_NORMAL];

const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const BTG = { system: ACT_REASON, code: 'BTG' };
const TREAT = { system: ACT_REASON, code: 'TREAT' };

const CHILDREN = {
  PurposeOfUse: 'HMARKT HOPERAT HPAYMT HRESCH PATRQT PUBHLTH TREAT',
  HOPERAT:
    'CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP HSYSADMIN ' +
    'MEMADMIN MILCDM PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN',
  HSYSADMIN: 'LABELING METAMGT',
  SYSDEV: 'HTEST',
  HPAYMT: 'CLMATTCH COVAUTH COVERAGE REMITADV',
  COVERAGE: 'ELIGDTRM ELIGVER ENROLLM MILDCRG',
  HRESCH: 'BIORCH CLINTRCH DSRCH POARCH TRANSRCH',
  CLINTRCH: 'CLINTRCHNPC CLINTRCHPC PRECLINTRCH',
  PATRQT: 'FAMRQT PWATRNY SUPNWK',
  PUBHLTH: 'DISASTER THREAT',
  TREAT: 'CLINTRL COC ETREAT POPHLTH',
  ETREAT: 'ERTREAT',
};
const PARENT = new Map(Object.entries(CHILDREN).flatMap(([parent, children]) => children.split(' ').map((child) => [child, parent])));

const isSamePurpose = (a, b) => a.system === b.system && a.code === b.code;

/** Whether a purpose covers another. @typedef {{ system: string, code: string }} Purpose @param {Purpose} a @param {Purpose} b @returns {boolean} */
export function covers(a, b) {
  if (isSamePurpose(a, b)) return true;
  if (a.system !== ACT_REASON || b.system !== ACT_REASON) return false;
  for (let code = PARENT.get(b.code); code !== undefined; code = PARENT.get(code)) if (code === a.code) return true;
  return false;
}

const SECOND = 1_000_000_000n;

/** Whether a period contains an instant, in nanoseconds. */
const contains = ({ start, end }, instant) =>
  (start === undefined || start * SECOND <= instant) && (end === undefined || instant <= end * SECOND);

const matches = ({ actors, purposes, period }, asked, purpose) =>
  (actors.length === 0 || actors.some((actor) => isActor(actor, asked))) &&
  (purposes.length === 0 || purposes.some((one) => covers(one, purpose))) &&
  (period === undefined || asked.instants.every((instant) => contains(period, instant)));

const isActor = ({ organization, member }, asked) =>
  sameBytes(organization, asked.organization) && (member === undefined || member === asked.actor);

/** Whether a rule is about a study. What is not known counts for a denial and not for a permit. */
function isAbout({ effect, data }, { source }, study) {
  if (data === undefined) return true;
  const unknown = effect === DENY;
  const { studies, period, authors, related, labels } = data;
  return (
    (studies.length === 0 || studies.includes(study.uid)) &&
    (period === undefined || (study.started === undefined ? unknown : contains(period, study.started))) &&
    (authors.length === 0 || authors.some((author) => sameBytes(author, source))) &&
    (related.length === 0 || unknown) &&
    (labels.length === 0 || coversLabels(effect, labels, study.labels))
  );
}

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality|';
const LEVELS = ['U', 'L', 'M', 'N', 'R', 'V'];
const UNLABELED = [`${CONFIDENTIALITY}N`];

const isConfidentiality = (label) => label.startsWith(CONFIDENTIALITY);
const level = (label) => (isConfidentiality(label) ? LEVELS.indexOf(label.slice(CONFIDENTIALITY.length)) : -1);

/**
 * Whether the labels of a rule cover those of a study.
 * @param {number} effect of the rule
 * @param {string[]} ofRule not empty
 * @param {string[]} ofStudy
 * @returns {boolean}
 */
export function coversLabels(effect, ofRule, ofStudy) {
  const labels = ofStudy.length === 0 ? UNLABELED : ofStudy;
  const isEither = (label) => (one) => one === label || isNear(effect, one, label);
  if (effect === DENY) return labels.some((label) => ofRule.some(isEither(label)));
  if (labels.every((label) => ofRule.some(isEither(label)))) return true;
  const others = labels.filter((label) => !isConfidentiality(label));
  return !ofRule.some(isConfidentiality) && others.length > 0 && others.every((label) => ofRule.includes(label));
}

/** Whether confidentialities, one of a rule and one of a study, go together: any for a denial, up to the rule's level for a permit. */
const isNear = (effect, ofRule, ofStudy) =>
  effect === DENY
    ? isConfidentiality(ofRule) && isConfidentiality(ofStudy)
    : level(ofStudy) >= 0 && level(ofStudy) <= level(ofRule);

const namesBtg = ({ purposes }) => purposes.some((purpose) => isSamePurpose(purpose, BTG));

/** A consent's outcomes. */
const SILENT = 'silent';
const DENIED = 'denied';
const DENIED_EVEN_BREAK_GLASS = 'denied even break-glass';
const PERMITTED = 'permitted';
const PERMITTED_BY_BREAK_GLASS = 'permitted by break-glass';
const NOT_AMONG_PERMITTED = 'not among permitted';

/**
 * A consent's outcome.
 * @param {Record<string, any>} terms
 * @param {{ organization: Uint8Array, actor: string, instants: bigint[], source: Uint8Array }} asked
 * @param {{ uid: string, started?: bigint, labels: string[] }} study
 * @param {Purpose} purpose
 * @returns {string}
 */
function outcome({ root, exceptions }, asked, study, purpose) {
  if (!matches(root, asked, purpose)) return SILENT;
  const applying = exceptions.filter((rule) => matches(rule, asked, purpose) && isAbout(rule, asked, study));
  const denies = applying.filter(({ effect }) => effect === DENY);
  const permits = applying.filter(({ effect }) => effect === PERMIT);
  const isRootAbout = isAbout(root, asked, study);
  const rootIfAbout = isRootAbout ? [root] : [];
  if (denies.length > 0) {
    const denying = root.effect === DENY ? [...denies, ...rootIfAbout] : denies;
    return denying.some(namesBtg) ? DENIED_EVEN_BREAK_GLASS : DENIED;
  }
  if (root.effect === PERMIT) {
    if (permits.length === 0 && !isRootAbout) return NOT_AMONG_PERMITTED;
    return [...permits, ...rootIfAbout].some(namesBtg) ? PERMITTED_BY_BREAK_GLASS : PERMITTED;
  }
  if (permits.length > 0) return permits.some(namesBtg) ? PERMITTED_BY_BREAK_GLASS : PERMITTED;
  if (isRootAbout) return namesBtg(root) ? DENIED_EVEN_BREAK_GLASS : DENIED;
  return SILENT;
}

const permit = (policy) => ({ decision: 'permit', policy });
const deny = (policy, reason) => ({ decision: 'deny', policy, reason });

/** The verdict for a purpose. */
function verdict(consents, policy, asked, study, purpose) {
  const outcomes = consents.map(({ terms }) => ({ policy: terms.policy, outcome: outcome(terms, asked, study, purpose) }));
  const first = (...wanted) => outcomes.find((one) => wanted.includes(one.outcome));
  const byBreakGlass = first(PERMITTED_BY_BREAK_GLASS);
  if (isSamePurpose(purpose, BTG) && byBreakGlass && !first(DENIED_EVEN_BREAK_GLASS)) return permit(byBreakGlass.policy);
  const denied = first(DENIED, DENIED_EVEN_BREAK_GLASS);
  if (denied) return deny(denied.policy, 'denied-by-consent');
  const permitted = first(PERMITTED, PERMITTED_BY_BREAK_GLASS);
  if (permitted) return permit(permitted.policy);
  const notAmong = first(NOT_AMONG_PERMITTED);
  if (notAmong) return deny(notAmong.policy, 'no-permit');
  return isPermittedByPolicy(policy, purpose) ? permit(policy) : deny(policy, 'no-permit');
}

function isPermittedByPolicy(policy, purpose) {
  if (policy === BREAK_GLASS_ONLY) return isSamePurpose(purpose, BTG);
  if (policy === BASIC_NORMAL) return covers(TREAT, purpose);
  return policy === ALL_NORMAL && !isSamePurpose(purpose, BTG);
}

/** Decides on consents, for all purposes. */
function decideOn(consents, policy, asked, study) {
  const verdicts = asked.purposes.map((purpose) => verdict(consents, policy, asked, study, purpose));
  return verdicts.find(({ decision }) => decision === 'deny') ?? verdicts[0];
}

/**
 * What the evidence says of a request.
 * @typedef {object} Facts
 * @property {'patient' | 'recipient'} view
 * @property {Record<string, any>} statement
 * @property {Record<string, any>} request
 * @property {Record<string, any>} source leaf of the source's organization
 * @property {Record<string, any>} [requester] leaf of the requester's organization, if there is one and it was proven
 * @property {Record<string, any>} [subject] leaf, if there is one
 * @property {(Record<string, any> | undefined)[]} studies leaf of each, if there is one
 * @property {{ id: Uint8Array, terms: Record<string, any> }[]} consents those opened
 */

/**
 * Decides on every study of a request.
 * @param {Facts} facts
 * @returns {{ decision: 'permit' | 'deny', policy: string, reason?: string }[]} in the order of the studies
 */
export function decide(facts) {
  const { statement, request, source } = facts;
  const isOwn = sameBytes(request.organization, statement.source);
  const stated = isOwn ? source.profile.own_policy : source.profile.foreign_policy;
  const policy = POLICIES.includes(stated) ? stated : POLICY_DENY;
  const asked = {
    organization: request.organization,
    actor: request.actor,
    purposes: request.purposes,
    instants: [statement.time, statement.block_time],
    source: statement.source,
  };
  const consents = facts.consents.toSorted(byBytes(({ id }) => id));
  const unlessClosing = consents.filter(({ id }) => !statement.closing.some((closing) => sameBytes(closing, id)));
  return request.studies.map((study, i) => {
    const reason = isOwn ? undefined : denialBeforeConsents(facts, facts.studies[i]);
    if (reason !== undefined) return deny(policy, reason);
    const decided = decideOn(consents, policy, asked, study);
    return decided.decision === 'permit' ? decideOn(unlessClosing, policy, asked, study) : decided;
  });
}

function denialBeforeConsents({ view, requester, subject }, study) {
  if (view === 'patient' && (requester === undefined || requester.standing % 2n === 1n)) return 'unknown-requester';
  if (subject === undefined || study === undefined || study.withdrawn) return 'not-registered';
  return isFrozen(subject) ? 'frozen' : undefined;
}
