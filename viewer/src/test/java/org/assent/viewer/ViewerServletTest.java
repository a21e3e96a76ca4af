package org.assent.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerServletTest {

    private static final String BUNDLE = "app.bundle.0f6159c501addfe9.js";
    private static final String PAGE =
            "<html><script>var a=1</script><script src=\"/viewer/app-config.js\"></script></html>";

    @TempDir
    Path folder;

    private ViewerServer server;

    @BeforeEach
    void start() throws Exception {
        Path files = Files.createDirectory(folder.resolve("viewer"));
        Files.writeString(files.resolve("index.html"), PAGE);
        Files.writeString(files.resolve(BUNDLE), "bundle");
        Files.createDirectory(files.resolve("assets"));
        Files.writeString(files.resolve("assets/logo.svg"), "<svg/>");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(files.resolve(BUNDLE + ".gz")))) {
            packed.write("bundle".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("secret.txt"), "not for anybody");
        server = new ViewerServer(files, "St. Mary's </script> \"Nörth\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/viewer/", "/viewer/viewer?StudyInstanceUIDs=1.2.3", "/viewer/any/deep/path"})
    void shouldAnswerThePageWhenOhifRoutesThePathItself(String path) throws Exception {
        HttpResponse<byte[]> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ViewerServer.text(response)).isEqualTo(PAGE);
        assertThat(header(response, "Content-Type")).startsWith("text/html");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void shouldIsolateThePageWhenItIsServed() throws Exception {
        HttpResponse<byte[]> response = server.get("/viewer/");

        assertThat(header(response, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(response, "Cross-Origin-Embedder-Policy")).isEqualTo("require-corp");
        // SHA-256 of the one inline script, made with: printf 'var a=1' | openssl dgst -sha256 -binary | base64
        assertThat(header(response, "Content-Security-Policy"))
                .contains("'sha256-WazVQOu5lmXfSreSrMJd1CsaQ4c00fUQpJfBYCuMSIw='")
                .contains("frame-ancestors 'none'")
                .doesNotContain("http");
    }

    @Test
    void shouldLeadIntoTheFolderWhenTheSlashIsMissing() throws Exception {
        HttpResponse<byte[]> response = server.get("/viewer");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(header(response, "Location")).endsWith("/viewer/");
    }

    @Test
    void shouldLetTheBrowserKeepAFileWhenItsNameCarriesItsHash() throws Exception {
        HttpResponse<byte[]> response = server.get("/viewer/" + BUNDLE);

        assertThat(header(response, "Cache-Control")).contains("immutable");
        assertThat(header(response, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @Test
    void shouldSendTheCompressedTwinWhenTheBrowserAcceptsIt() throws Exception {
        HttpResponse<byte[]> packed = server.get("/viewer/" + BUNDLE, "Accept-Encoding", "br, gzip");
        HttpResponse<byte[]> refused = server.get("/viewer/" + BUNDLE, "Accept-Encoding", "gzip;q=0");

        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("bundle");
        assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(ViewerServer.text(refused)).isEqualTo("bundle");
        assertThat(header(refused, "Vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void shouldSendNoBodyWhenTheBrowserHasTheFile() throws Exception {
        String entityTag = header(server.get("/viewer/assets/logo.svg"), "ETag");

        HttpResponse<byte[]> response = server.get("/viewer/assets/logo.svg", "If-None-Match", "\"x\", " + entityTag);

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldSendTheHeadersOnlyWhenAskedByHead() throws Exception {
        HttpResponse<byte[]> response = server.send("HEAD", "/viewer/assets/logo.svg");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("6");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/viewer/nothing.js",
                "/viewer/../secret.txt",
                "/viewer/..%2fsecret.txt",
                "/viewer/%2e%2e/secret.txt",
                "/viewer/assets/../../secret.txt",
                "/viewer/" + BUNDLE + ".gz"
            })
    void shouldFindNothingWhenTheFileIsNotTheViewers(String path) throws Exception {
        HttpResponse<byte[]> response = server.get(path);

        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(ViewerServer.text(response)).doesNotContain("not for anybody");
    }

    @Test
    void shouldConfigureTheViewerForItsSiteOnlyWhenAskedForItsConfiguration() throws Exception {
        HttpResponse<byte[]> response = server.get("/viewer/app-config.js");

        String script = ViewerServer.text(response);
        assertThat(header(response, "Content-Type")).startsWith("text/javascript");
        assertThat(script)
                .contains("routerBasename: '/viewer'")
                .contains("wadoRoot: '/dicomweb'")
                .contains("/auth/sign-in?next=")
                .contains("'St\\u002e Mary\\u0027s \\u003c\\u002fscript\\u003e \\u0022N\\u00f6rth\\u0022'")
                .doesNotContain("@SITE_NAME@")
                .doesNotContain("http:")
                .doesNotContain("https:");
    }

    @Test
    void shouldSayHowToGetTheViewerWhenItsFilesAreMissing() throws Exception {
        try (ViewerServer empty = new ViewerServer(folder.resolve("nowhere"), "North")) {
            HttpResponse<byte[]> response = empty.get("/viewer/");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(ViewerServer.text(response)).contains("./assent build");
        }
    }

    private static String header(HttpResponse<?> response, String name) throws IOException {
        return response.headers().firstValue(name).orElseThrow(() -> new IOException("no header " + name));
    }
}
