package org.assent.authorization.principal;

import java.util.Set;
import org.assent.decision.request.PurposeOfUse;

/** Why people of given roles ask: treatment, or the running of the organization. Pure. */
public final class RolePurposes {

    private static final PurposeOfUse OPERATIONS = new PurposeOfUse(PurposeOfUse.ACT_REASON, "HOPERAT");

    private RolePurposes() {}

    /** The purposes, at least one. */
    public static Set<PurposeOfUse> of(Set<Role> roles) {
        boolean treats = roles.contains(Role.CLINICIAN) || roles.contains(Role.EHR) || roles.contains(Role.MODALITY);
        return Set.of(treats ? PurposeOfUse.TREAT : OPERATIONS);
    }
}
