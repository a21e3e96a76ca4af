package org.assent.site.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assent.site.operator.OperatorConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./assent client add|list|revoke}: the programs of the organization that may ask its running site for tokens. */
@Command(
        name = "client",
        subcommands = {ClientCommand.Add.class, ClientCommand.ListAll.class, ClientCommand.Revoke.class})
public final class ClientCommand implements Runnable {

    private static final String PATH = "/auth/clients";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(OperatorCommand.line(spec), "say add, list or revoke");
    }

    /** By what a new client proves itself. */
    static final class Proof {

        @Option(names = "--secret", required = true)
        private boolean secret;

        @Option(names = "--jwks", required = true)
        private @Nullable Path jwks;

        @Option(names = "--public", required = true)
        private boolean nothing;

        /** As RFC 7591 §2 calls it. */
        String method() {
            if (secret) {
                return "client_secret_basic";
            }
            return nothing ? "none" : "private_key_jwt";
        }
    }

    /** {@code add}: prints the secret, if one was made, and nothing else. */
    @Command(name = "add")
    static final class Add implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Parameters(index = "0", paramLabel = "ID")
        private String id = "";

        @Option(names = "--role", required = true)
        private List<String> roles = List.of();

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Proof proof = new Proof();

        @Option(names = "--redirect")
        private List<String> redirects = List.of();

        @Option(names = "--minutes")
        private int minutes = 5;

        @Override
        public Integer call() throws Exception {
            Map<String, Object> client = new LinkedHashMap<>();
            client.put("client_id", id);
            client.put("roles", roles);
            client.put("redirect_uris", redirects);
            client.put("token_seconds", Math.clamp(minutes, 0, 61) * 60);
            client.put("token_endpoint_auth_method", proof.method());
            if (proof.jwks != null) {
                client.put("jwks", keys(proof.jwks));
            }
            OperatorConnection site = operator.connect();
            JsonNode added = site.post(PATH, client);
            operator.note("Client %s may ask for tokens by %s."
                    .formatted(id, added.path("token_endpoint_auth_method").asText()));
            if (added.hasNonNull("client_secret")) {
                operator.note("Its secret, which is not shown again and kept here only as a hash:");
                operator.print(added.path("client_secret").asText());
            }
            return 0;
        }

        /** The public halves, whatever the file has: nothing else leaves this machine. */
        private static Map<String, Object> keys(Path file) throws IOException {
            try {
                return JWKSet.parse(Files.readString(file)).toJSONObject(true);
            } catch (ParseException e) {
                throw new IOException(file + " is not a JSON Web Key Set: {\"keys\":[…]}", e);
            }
        }
    }

    /** {@code list}. */
    @Command(name = "list")
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Option(names = "--json")
        private boolean json;

        @Override
        public Integer call() throws Exception {
            operator.list(PATH, "clients", json, client -> "%-24s %-20s %-18s %s"
                    .formatted(
                            client.path("client_id").asText(),
                            client.path("token_endpoint_auth_method").asText(),
                            client.path("grant_type").asText(),
                            OperatorCommand.words(client.path("roles"))));
            return 0;
        }
    }

    /** {@code revoke}. */
    @Command(name = "revoke")
    static final class Revoke implements Callable<Integer> {

        @Mixin
        private OperatorCommand operator = new OperatorCommand();

        @Parameters(index = "0", paramLabel = "ID")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            operator.connect().delete(PATH, id);
            operator.note("Client " + id + " is revoked; its tokens ended.");
            return 0;
        }
    }
}
