package org.assent.site.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.network.NewSite;
import org.assent.site.network.PrivateFile;

/**
 * The folder of a site while it joins: everything that has been done is a file in it, so that a join that was killed goes on
 * where it was.
 *
 * @param site the site's folder
 */
public record JoiningFolder(SiteFolder site) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What an operator is asked for when the folder has no configuration yet.
     *
     * @param name of the organization
     * @param shortName see {@code organization.shortName}
     * @param peopleAddress where people reach it
     * @param peopleBind address and port for people
     * @param certificate and key of the port for people, as paths; none on loopback
     * @param sitesAddress where other sites reach it
     * @param sitesBind address and port for sites
     * @param nodeBind address and port of the node
     * @param rpcPort of the node
     * @param privateNetworks at which other sites may lie
     * @param ledgerProcess inside or own
     */
    public record Answers(
            String name,
            String shortName,
            String peopleAddress,
            String peopleBind,
            Optional<List<String>> certificate,
            String sitesAddress,
            String sitesBind,
            String nodeBind,
            int rpcPort,
            List<String> privateNetworks,
            String ledgerProcess) {

        public Answers {
            privateNetworks = List.copyOf(privateNetworks);
        }
    }

    /** The invitation that is followed. */
    public Path invitation() {
        return site.root().resolve("join/invitation.json");
    }

    /** The request that is handed in. */
    public Path request() {
        return site.root().resolve("join/request.json");
    }

    /** There once the state is there: then the beginning is over. */
    Path synced() {
        return site.root().resolve("join/state-is-here");
    }

    /** Whether the folder has a configuration. */
    public boolean isConfigured() {
        return Files.exists(site.root().resolve(ConfigurationFile.NAME));
    }

    /**
     * Takes an invitation; a later one of the same chain replaces the earlier.
     *
     * @throws IOException if the folder follows an invitation of another chain
     */
    public void follow(Invitation invitation, byte[] document) throws IOException {
        if (Files.exists(invitation())) {
            Invitation earlier = Invitation.read(invitation());
            if (!earlier.genesis().equals(invitation.genesis())) {
                throw new IOException(site.root() + " joins another network already: " + earlier.chainId());
            }
            if (earlier.number().equals(invitation.number())) {
                return;
            }
        }
        PrivateFile.write(invitation(), document);
    }

    /** Writes the configuration. */
    public void configure(Answers answers) throws IOException {
        String tls = answers.certificate()
                .map(files -> "\n  tls:\n    certificate: %s\n    key: %s"
                        .formatted(quoted(files.get(0)), quoted(files.get(1))))
                .orElse("");
        PrivateFile.write(site.root().resolve(ConfigurationFile.NAME), """
                # Written by ./assent join; it is yours now. ./assent site init writes one with every setting explained.
                organization:
                  name: %s
                  shortName: %s
                people:
                  address: %s
                  bind: %s
                  port: %s%s
                sites:
                  address: %s
                  bind: %s
                  port: %s
                  privateNetworks: [%s]
                stores:
                  database:
                    url: jdbc:h2:file:data/database/site
                  fhirDatabase:
                    url: jdbc:h2:file:data/database/fhir
                  instances: data/instances
                  accessLog: data/access-log
                ledger:
                  genesis: genesis.json
                  bind: %s
                  rpcPort: %d
                  # The others' nodes are taken from the ledger.
                  peers: []
                  process: %s
                """.formatted(
                        quoted(answers.name()),
                        quoted(answers.shortName()),
                        quoted(answers.peopleAddress()),
                        quoted(host(answers.peopleBind())),
                        port(answers.peopleBind()),
                        tls,
                        quoted(answers.sitesAddress()),
                        quoted(host(answers.sitesBind())),
                        port(answers.sitesBind()),
                        answers.privateNetworks().stream()
                                .map(JoiningFolder::quoted)
                                .collect(Collectors.joining(", ")),
                        quoted(answers.nodeBind()),
                        answers.rpcPort(),
                        answers.ledgerProcess())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /**
     * Puts the network's genesis file and members into place.
     *
     * @throws IOException if the site has been part of another network
     */
    void begin(Invitation invitation, Path genesis) throws IOException {
        byte[] given = invitation.genesis().toByteArray();
        boolean other = Files.exists(genesis) && !Arrays.equals(Files.readAllBytes(genesis), given);
        if (other && Files.exists(site.ledgerState())) {
            throw new IOException(site.root() + " has been part of another network; join with a new folder");
        }
        if (Files.notExists(genesis) || other) {
            PrivateFile.write(genesis, given);
        }
        Path ofOne = NewSite.accreditors(site).resolve("1.key"); // of the network of one that site init makes
        if (Files.exists(ofOne) && Files.notExists(site.ledgerState())) {
            Files.move(ofOne, ofOne.resolveSibling("1.key.unused"));
        }
        if (Files.notExists(synced())) {
            site.members().write(invitation.members());
        }
    }

    private static String host(String bind) {
        return bind.substring(0, bind.lastIndexOf(':'));
    }

    private static String port(String bind) {
        return bind.substring(bind.lastIndexOf(':') + 1);
    }

    /** A JSON text is a YAML text, whatever is in it. */
    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text is always JSON", e);
        }
    }
}
