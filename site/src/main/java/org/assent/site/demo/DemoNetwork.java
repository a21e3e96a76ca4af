package org.assent.site.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.site.SiteFolder;
import org.assent.site.network.Accreditors;
import org.assent.site.network.PrivateFile;
import org.assent.site.network.Registration;

/**
 * What has to be there before the four hospitals can start: keys, the genesis file, configurations, accounts. Made once and
 * kept; the ports may be others at each start.
 *
 * @param home the demo's folder
 * @param hospitals all four
 * @param file what is remembered
 * @param accreditors who vouches for the four
 */
record DemoNetwork(Path home, List<Hospital> hospitals, DemoFile file, Accreditors accreditors) {

    private static final int ACCREDITORS = 3;
    private static final int THRESHOLD = 2;
    private static final long POWER = 10;

    /** Makes what is missing. */
    static DemoNetwork prepare(
            Path home, List<Hospital> hospitals, String ledgerProcess, Clock clock, SecureRandom random)
            throws IOException {
        Accreditors accreditors = Accreditors.loadOrCreate(home.resolve("accreditors"), ACCREDITORS, THRESHOLD, random);
        List<NodeKeys> nodes = new ArrayList<>();
        for (Hospital hospital : hospitals) {
            SiteFolder folder = folder(home, hospital);
            folder.create();
            nodes.add(NodeKeys.loadOrCreate(folder.node()));
        }
        int portBase = hospitals.get(0).portBase();
        Optional<DemoFile> earlier = DemoFile.read(home);
        DemoFile file = earlier.isPresent() ? earlier.get().withPortBase(portBase) : begin(hospitals, portBase, random);
        Path genesis = home.resolve("genesis.json");
        if (Files.notExists(genesis)) {
            List<Genesis.Validator> validators = hospitals.stream()
                    .map(hospital -> new Genesis.Validator(
                            hospital.name(), nodes.get(hospital.number() - 1).validatorKey(), POWER))
                    .toList();
            GenesisState state =
                    new GenesisState(accreditors.publicKeys(), THRESHOLD, GenesisState.DEFAULT_STALENESS_BOUND);
            PrivateFile.write(genesis, new Genesis(file.chainId(), clock.instant(), validators, state).toJson());
        }
        file.write(home);
        for (Hospital hospital : hospitals) {
            Path folder = folder(home, hospital).root();
            HospitalFolder.configure(folder, hospital, hospitals, genesis, nodes, ledgerProcess);
            file.accounts(hospital).write(folder);
        }
        return new DemoNetwork(home, hospitals, file, accreditors);
    }

    /** A hospital's folder. */
    static SiteFolder folder(Path home, Hospital hospital) {
        return new SiteFolder(home.resolve(hospital.shortName()));
    }

    /** The transaction that puts a hospital on the ledger. */
    SignedTransaction registration(Hospital hospital, Clock clock, SecureRandom random) throws IOException {
        KeyStore store = KeyStore.open(folder(home, hospital).keys(), random);
        OrganizationKeys keys = OrganizationKeys.loadOrCreate(store, hospital.organization(), clock.instant());
        return Registration.sign(
                file.chainId(),
                keys.profile(
                        hospital.organization(),
                        List.of(hospital.peerAddress().toString()),
                        Set.of(),
                        List.of(NodeKeys.loadOrCreate(folder(home, hospital).node())
                                .onTheLedger(new NodeSettings.HostPort("127.0.0.1", hospital.nodePort())))),
                keys.root().orElseThrow(() -> new IOException("the root key of " + hospital.name() + " is gone")),
                accreditors,
                clock.instant());
    }

    private static DemoFile begin(List<Hospital> hospitals, int portBase, SecureRandom random) {
        byte[] suffix = new byte[4];
        random.nextBytes(suffix);
        Map<String, DemoAccounts> accounts = new TreeMap<>();
        hospitals.forEach(hospital -> accounts.put(hospital.shortName(), DemoAccounts.create(random)));
        return new DemoFile(portBase, "assent-demo-" + HexFormat.of().formatHex(suffix), accounts);
    }
}
