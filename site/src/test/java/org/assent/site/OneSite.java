package org.assent.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assent.authorization.principal.Role;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.demo.DemoAccounts;
import org.assent.site.network.NewSite;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real site with its node in this JVM, as {@code ./assent site init} makes it, shared by all tests that ask for it. It
 * can be started as one of the demo and as one's own, on the same data.
 */
final class OneSite implements AutoCloseable {

    /** Accounts such as a demo has. */
    static final DemoAccounts ACCOUNTS = new DemoAccounts(
            List.of(
                    new DemoAccounts.Person("clinician", "Demo Clinician", "a-demo-password", Role.CLINICIAN),
                    new DemoAccounts.Person("privacy", "Demo Privacy", "another-password", Role.PRIVACY_OFFICER)),
            List.of(
                    new DemoAccounts.Program("demo-ehr", "secret-of-the-ehr-program", Role.EHR),
                    new DemoAccounts.Program("demo-modality", "secret-of-the-modality-program", Role.MODALITY)));

    private final SiteFolder folder;
    private final int port;
    private final int rpcPort;
    private Site site;
    private boolean demo;

    private OneSite(Path root) throws Exception {
        List<Integer> ports = freePorts(4);
        this.folder = new SiteFolder(root);
        this.port = ports.get(0);
        this.rpcPort = ports.get(3);
        NewSite.create(
                folder,
                Clock.systemUTC(),
                new SecureRandom(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        Path file = folder.root().resolve(ConfigurationFile.NAME);
        String text = Files.readString(file)
                .replace("8101", String.valueOf(ports.get(0)))
                .replace("8201", String.valueOf(ports.get(1)))
                .replace("26656", String.valueOf(ports.get(2)))
                .replace("26657", String.valueOf(ports.get(3)))
                .replace("0.0.0.0", "127.0.0.1")
                .replace("# anchorSeconds: 60", "anchorSeconds: 1");
        Files.writeString(file, text);
        this.demo = true;
        this.site = start();
    }

    /** The running site, with accounts of a demo. */
    Site asDemo() throws Exception {
        return as(true);
    }

    /** The running site, as one of one's own. */
    Site asOwn() throws Exception {
        return as(false);
    }

    /** The running site, whatever accounts it has. */
    Site running() {
        return site;
    }

    /** Its folder. */
    SiteFolder folder() {
        return folder;
    }

    /** The address of its port for people. */
    String address() {
        return "http://localhost:" + port;
    }

    /** A request to its port for people; nothing is followed and nothing is encoded. */
    RequestSpecification request() {
        return RestAssured.given()
                .baseUri("http://127.0.0.1:" + port)
                .urlEncodingEnabled(false)
                .redirects()
                .follow(false);
    }

    /** A request to the RPC of its node. */
    RequestSpecification node() {
        return RestAssured.given().baseUri("http://127.0.0.1:" + rpcPort);
    }

    private Site as(boolean wanted) throws Exception {
        if (demo != wanted) {
            site.close();
            demo = wanted;
            site = start();
        }
        return site;
    }

    private Site start() throws Exception {
        Site started = Site.start(
                ConfigurationFile.read(folder.root()),
                folder,
                demo ? Optional.of(ACCOUNTS) : Optional.empty(),
                Clock.systemUTC(),
                new SecureRandom());
        Awaitility.await("the site is ready").atMost(Duration.ofMinutes(2)).until(() -> new ObjectMapper()
                .readTree(request().get("/health/ready").asByteArray())
                .path("ready")
                .asBoolean());
        return started;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports.add(sockets.get(index).getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** Stops it and removes its folder. */
    @Override
    public void close() throws IOException {
        site.close();
        try (var files = Files.walk(folder.root())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Hands it to tests; started at the first use, stopped after the last test. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == OneSite.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(OneSite.class, key -> open(), OneSite.class);
        }

        private static OneSite open() {
            try {
                return new OneSite(Files.createTempDirectory("one-site"));
            } catch (Exception e) {
                throw new IllegalStateException("the site did not start", e);
            }
        }
    }
}
