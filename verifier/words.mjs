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

/**
 * @param {import('./receipt.mjs').Findings} findings
 * @returns {string} some lines
 */
export function inWords(findings) {
  const claims = Object.entries(CLAIMS).map(([name, claim]) => `  ${claim}: ${findings[name]}`);
  if (!findings.valid) return ['not valid', ...claims, `  ${findings.step} failed: ${findings.reason}`].join('\n');
  const trust = findings.receipt.view === 'recipient' ? [...TRUST, ...TRUST_OF_RECIPIENTS] : TRUST;
  return ['valid', ...claims, ...trust.map((word) => `  stays trust: ${word}`)].join('\n');
}
