package org.assent.site.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.assent.abci.node.NodeKeys;
import org.assent.site.configuration.ConfigurationFile;

/** Writes the folder of one hospital: the configuration that an operator would have written. */
final class HospitalFolder {

    private HospitalFolder() {}

    /**
     * Writes {@code site.yaml}; ports and peers are those of this start.
     *
     * @param folder the hospital's folder
     * @param genesis the network's genesis file
     * @param nodes keys of all nodes, in the order of the hospitals
     * @param ledgerProcess where the validator runs
     */
    static void configure(
            Path folder,
            Hospital hospital,
            List<Hospital> all,
            Path genesis,
            List<NodeKeys> nodes,
            String ledgerProcess)
            throws IOException {
        String peers = all.stream()
                .filter(other -> other.number() != hospital.number())
                .map(other -> "%s@127.0.0.1:%d"
                        .formatted(nodes.get(other.number() - 1).nodeId(), other.nodePort()))
                .collect(Collectors.joining(", "));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(ConfigurationFile.NAME), """
                # Written by ./assent demo at every start.
                organization:
                  name: %s
                  shortName: %s
                people:
                  address: %s
                  aliases: [%s]
                  bind: 127.0.0.1
                  port: %d
                sites:
                  address: %s
                  bind: 127.0.0.1
                  port: %d
                  privateNetworks: [127.0.0.0/8]
                stores:
                  database:
                    url: jdbc:h2:file:data/database/site
                  fhirDatabase:
                    url: jdbc:h2:file:data/database/fhir
                  instances: data/instances
                  accessLog: data/access-log
                  anchorSeconds: 10
                ledger:
                  genesis: %s
                  bind: 127.0.0.1:%d
                  rpcPort: %d
                  peers: [%s]
                  process: %s
                  snapshotEveryBlocks: 10
                """.formatted(
                        hospital.organization(),
                        hospital.shortName(),
                        hospital.address(),
                        hospital.programAddress(),
                        hospital.peoplePort(),
                        hospital.peerAddress(),
                        hospital.sitesPort(),
                        folder.relativize(genesis),
                        hospital.nodePort(),
                        hospital.rpcPort(),
                        peers,
                        ledgerProcess));
    }
}
