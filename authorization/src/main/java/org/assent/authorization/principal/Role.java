package org.assent.authorization.principal;

/** What somebody of this organization is here for. A role grants; the decision still decides. */
public enum Role {
    /** Looks at studies: reads what the decision permits. */
    CLINICIAN,
    /** The EHR: writes Patients and Consents, reads what belongs to them. */
    EHR,
    /** A modality or PACS: stores studies. */
    MODALITY,
    /** Reads the access log and consents. */
    PRIVACY_OFFICER,
    /** Clients, users, configuration; sees no patient. */
    ADMINISTRATOR,
    /** Another enforcement point of this organization: asks whether a token holds; sees no patient. Programs only. */
    RESOURCE_SERVER
}
