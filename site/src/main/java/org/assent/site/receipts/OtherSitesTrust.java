package org.assent.site.receipts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerResponse;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.LedgerView;
import org.assent.receipt.chain.TrustFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the other members for {@code trust.json}, whom nobody needs to believe: it is proven from the genesis file. */
final class OtherSitesTrust implements TrustKeeper.OtherSites {

    private static final Logger LOG = LoggerFactory.getLogger(OtherSitesTrust.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int ENOUGH = 3;

    private final OrganizationId own;
    private final LedgerView view;
    private final PeerClient peers;

    OtherSitesTrust(OrganizationId own, LedgerView view, PeerClient peers) {
        this.own = own;
        this.view = view;
        this.peers = peers;
    }

    @Override
    public List<byte[]> trustFiles() throws InterruptedException {
        List<byte[]> files = new ArrayList<>();
        for (OrganizationLeaf member : view.organizations()) {
            OrganizationId organization = OrganizationId.of(member.profile().firstRootKey());
            if (files.size() == ENOUGH || organization.equals(own) || member.suspended()) {
                continue;
            }
            try (PeerResponse response = peers.asOrganization(
                    organization,
                    new PeerClient.PeerRequest("GET", ChainFilesServlet.TRUST, Map.of(), Bytes.EMPTY, WITHIN))) {
                if (response.status() == 200) {
                    files.add(response.body().readNBytes(TrustFile.MAX_LENGTH + 1));
                }
            } catch (IOException e) {
                LOG.debug("no trust.json from {}: {}", organization, e.getMessage());
            }
        }
        return files;
    }
}
