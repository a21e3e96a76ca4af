/** What was found, in plain words: the end of `docs/receipt-format.md` §6. */

const CLAIMS = {
  permission: 'permission was in force',
  signed: 'the source signed that it decided so',
  recomputed: 'the decision recomputes from all terms',
};

const TRUST = [
  "actor and purpose are the recipient's word",
  "clock, block time, the beginning of a study, its labels and what was closing are the source's word",
];
const TRUST_OF_RECIPIENTS = ['that no other consent denies, and that the recipient was not suspended, is not in this view'];

const UNKNOWN_PROVES_LITTLE =
  'The refusal as not-registered proves little: the source chooses the salt of a study and the pseudonym of a subject, so it ' +
  'can show of any study that the ledger does not have it.';

/** Whether a study was refused as not registered and the state has no leaf that this could be checked by. */
const refusesTheUnknown = ({ statement, evidence }) =>
  statement.decisions.some(({ reason }, i) => reason === 'not-registered' && !(evidence.subject.leaf && evidence.studies[i].leaf));

/**
 * @param {import('./receipt.mjs').Findings} findings
 * @returns {string} some lines
 */
export function inWords(findings) {
  const claims = Object.entries(CLAIMS).map(([name, claim]) => `  ${claim}: ${findings[name]}`);
  if (!findings.valid) return ['not valid', ...claims, `  ${findings.step} failed: ${findings.reason}`].join('\n');
  const trust = [...TRUST];
  if (findings.receipt.view === 'recipient') trust.push(...TRUST_OF_RECIPIENTS);
  if (refusesTheUnknown(findings.receipt)) trust.push(UNKNOWN_PROVES_LITTLE);
  return ['valid', ...claims, ...trust.map((word) => `  stays trust: ${word}`)].join('\n');
}
