package org.assent.site.network;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionSigner;

/** An organization's first transaction: signed by its root key and by as many accreditors as it takes. */
public final class Registration {

    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private Registration() {}

    /**
     * Makes it.
     *
     * @param now by this machine's clock; the transaction is good for five minutes
     */
    public static SignedTransaction sign(
            String chainId, OrganizationProfile profile, Signer root, Accreditors accreditors, Instant now) {
        List<Signer> signers = new ArrayList<>(accreditors.enough());
        signers.add(root);
        return new TransactionSigner(chainId)
                .sign(
                        new RegisterOrganization(profile, now.plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS)),
                        signers.toArray(Signer[]::new));
    }
}
