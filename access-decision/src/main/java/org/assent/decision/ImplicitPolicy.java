package org.assent.decision;

import java.util.Arrays;
import org.assent.decision.evaluation.PurposeCoverage;
import org.assent.decision.request.PurposeOfUse;

/** What holds when no consent applies: IHE PCF's overarching policies (PCF 1:53.4, Implicit option). */
public enum ImplicitPolicy {
    DENY("https://profiles.ihe.net/ITI/PCF/Policy-deny"),
    BREAK_GLASS_ONLY("https://profiles.ihe.net/ITI/PCF/Policy-break-glass-only"),
    BASIC_NORMAL("https://profiles.ihe.net/ITI/PCF/Policy-basic-normal"),
    ALL_NORMAL("https://profiles.ihe.net/ITI/PCF/Policy-all-normal");

    private final String uri;

    ImplicitPolicy(String uri) {
        this.uri = uri;
    }

    /**
     * The policy of that URI; {@link #DENY} for any other text, so that what is not understood permits nothing.
     */
    public static ImplicitPolicy fromUri(String uri) {
        return Arrays.stream(values())
                .filter(policy -> policy.uri.equals(uri))
                .findFirst()
                .orElse(DENY);
    }

    /**
     * Whether it permits the purpose where no consent says anything. Only a requester who is entitled to it may come with
     * {@link PurposeOfUse#BTG}; that is checked before.
     */
    public boolean permits(PurposeOfUse purpose) {
        return switch (this) {
            case DENY -> false;
            case BREAK_GLASS_ONLY -> purpose.equals(PurposeOfUse.BTG);
            case BASIC_NORMAL -> PurposeCoverage.covers(PurposeOfUse.TREAT, purpose);
            case ALL_NORMAL -> !purpose.equals(PurposeOfUse.BTG);
        };
    }

    /** Canonical URI. */
    public String uri() {
        return uri;
    }
}
