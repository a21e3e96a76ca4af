package org.assent.site.command;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeHome;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.joining.Approval;

/**
 * Where accreditors sign: a site whose node runs.
 *
 * @param folder the site's
 * @param approval what they are asked for there
 * @param rpc of its node; ended with the desk
 */
record AccreditorDesk(SiteFolder folder, Approval approval, CometRpc rpc) implements AutoCloseable {

    static AccreditorDesk at(SiteFolder folder) throws ConfigurationException, IOException {
        SiteConfiguration configuration = ConfigurationFile.read(folder.root());
        String chainId = NodeHome.chainId(
                Files.readAllBytes(folder.root().resolve(configuration.ledger().genesis())));
        CometRpc rpc = new CometRpc(configuration.ledger().rpcPort());
        return new AccreditorDesk(folder, new Approval(chainId, rpc, folder.requests(), Clock.systemUTC()), rpc);
    }

    @Override
    public void close() {
        rpc.close();
    }
}
