/** The leaves of the state: `docs/receipt-format.md` §5. */
import { absent, bool, bytes, decodeCanonical, enumeration, integer, message, packed, repeated, required, string, zero } from './protobuf.mjs';
import { failure } from './failure.mjs';

const KEY = [required(1, 'algorithm', enumeration(1)), required(2, 'point', bytes(33))];

const ORGANIZATION_KEY = [
  required(1, 'role', enumeration(3)),
  required(2, 'key', message(KEY)),
  zero(3, 'from_height', integer),
  absent(4, 'until_height', integer),
];

/** The role of keys that sign receipts. */
export const SERVICE = 3;

const NODE = [required(1, 'node_id', string), required(2, 'address', string), absent(3, 'validator', bytes(32))];

const PROFILE = [
  required(1, 'first_root_key', message(KEY)),
  required(2, 'name', string),
  repeated(3, 'keys', message(ORGANIZATION_KEY)),
  repeated(4, 'addresses', string),
  repeated(5, 'tls_pins', bytes(32)),
  absent(6, 'flags', packed(2)),
  required(7, 'own_policy', string),
  required(8, 'foreign_policy', string),
  repeated(9, 'nodes', message(NODE)),
];

export const ORGANIZATION = [
  required(1, 'version', enumeration(1)),
  required(2, 'profile', message(PROFILE)),
  required(3, 'revision', integer),
  zero(4, 'standing', integer),
  zero(5, 'emergencies', integer),
  zero(6, 'emergencies_day', integer),
  zero(7, 'emergencies_count', integer),
  required(8, 'emergencies_head', bytes(32)),
  required(9, 'emergencies_last', bytes(32)),
  zero(10, 'quota', integer),
  zero(11, 'quota_at', integer),
];

const SUBJECT_KEY = [required(1, 'key', message(KEY)), required(2, 'authority', enumeration(4))];
const GUARDIANSHIP = [required(1, 'policy', enumeration(3)), zero(2, 'threshold', integer), required(3, 'delay_seconds', integer)];
const RECOVERY = [
  required(1, 'new_key', message(KEY)),
  required(2, 'custody', enumeration(2)),
  required(3, 'counter', integer),
  zero(4, 'effective_at_millis', integer),
];

export const SUBJECT = [
  required(1, 'version', enumeration(1)),
  required(2, 'source', bytes(32)),
  repeated(3, 'keys', message(SUBJECT_KEY)),
  required(4, 'custody', enumeration(2)),
  required(5, 'guardianship', message(GUARDIANSHIP)),
  absent(6, 'recovery', message(RECOVERY)),
  zero(7, 'sequence', integer),
  zero(8, 'authority_counter', integer),
  absent(9, 'frozen_by', enumeration(4)),
  zero(10, 'erasure', enumeration(2)),
  zero(11, 'consent_count', integer),
  required(12, 'consents_root', bytes(32)),
  zero(13, 'recorded_day', integer),
  zero(14, 'recorded_count', integer),
];

export const STUDY = [
  required(1, 'version', enumeration(1)),
  required(2, 'source', bytes(32)),
  required(3, 'commitment', bytes(32)),
  required(4, 'revision', integer),
  zero(5, 'withdrawn', bool),
];

export const OPEN_CONSENT = [
  required(1, 'version', enumeration(1)),
  required(2, 'consent', bytes(16)),
  required(3, 'sequence', integer),
  required(4, 'commitment', bytes(32)),
  required(5, 'authority', enumeration(4)),
];

const decoder = (name, schema) => (raw, step) => {
  try {
    return decodeCanonical(schema, raw);
  } catch (error) {
    throw failure(step, `not the canonical bytes of ${name}: ${error.message}`);
  }
};

/**
 * Each decodes a leaf that must be canonical, or throws a failure of the step that asks.
 * @type {(raw: Uint8Array, step: string) => Record<string, any>}
 */
export const decodeOrganization = decoder('an organization', ORGANIZATION);
export const decodeSubject = decoder('a subject', SUBJECT);
export const decodeStudy = decoder('a study', STUDY);
export const decodeOpenConsent = decoder('an open consent', OPEN_CONSENT);

/** @param {Record<string, any>} subject @returns {boolean} whether it counts as frozen */
export const isFrozen = (subject) => subject.frozen_by !== undefined || subject.erasure !== 0;
