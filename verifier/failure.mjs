/**
 * What a check throws that does not hold.
 * @param {string} step the name of the step: §6
 * @param {string} reason in plain words
 * @returns {Error & { step: string }}
 */
export const failure = (step, reason) => Object.assign(new Error(reason), { step });

/**
 * @param {unknown} holds
 * @param {string} step
 * @param {string} reason
 * @throws {Error & { step: string }} if it does not hold
 */
export function ensure(holds, step, reason) {
  if (!holds) throw failure(step, reason);
}
