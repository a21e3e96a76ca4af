package org.assent.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * OHIF in a headless Chromium that stays open, driven by {@code peers/js/ohif.mjs}: one browser session, several tabs. Each
 * order returns when the viewer has carried it out, or fails the test.
 */
final class OhifBrowser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final Path pictures;

    private OhifBrowser(Process process, Path pictures) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.pictures = pictures;
    }

    /**
     * Starts it.
     *
     * @param chromium the browser
     * @param pictures folder for screenshots and what canvases show
     */
    static OhifBrowser start(Path chromium, Path pictures) {
        try {
            Files.createDirectories(pictures);
            Process process = new ProcessBuilder("node", "ohif.mjs", "--chromium", chromium.toString())
                    .directory(ForeignClients.npm().toFile())
                    .redirectError(pictures.resolve("browser.log").toFile())
                    .start();
            return new OhifBrowser(process, pictures);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the viewer shows after scrolling. */
    record Drawn(int distinctGreys, Path canvas, String text) {}

    /** Signs in by the site's own page; the path of the page that asked. */
    String signIn(Hospital hospital, String user) {
        ObjectNode order = order("signIn", hospital);
        order.put("user", user).put("password", hospital.password(user));
        return ask(order).path("asked").asText();
    }

    /** Waits until the study list shows a text. */
    void awaitInList(Hospital hospital, String text) {
        ObjectNode order = order("list", hospital);
        order.put("text", text).put("shot", picture(hospital.name() + "-list.png"));
        ask(order);
    }

    /** Opens a study in a tab of its own; milliseconds until an image is drawn. */
    long open(String tab, Hospital hospital, Study study) {
        return open(order("open", hospital).put("tab", tab).put("study", study.uid()));
    }

    /** The same; all frames but the first few that the viewer asks for then wait in the browser. */
    void openHolding(String tab, Hospital hospital, Study study, int framesThatPass) {
        open(order("open", hospital).put("tab", tab).put("study", study.uid()).put("letPass", framesThatPass));
    }

    private long open(ObjectNode order) {
        JsonNode opened = ask(order);
        if (!opened.path("crossOriginIsolated").asBoolean()) {
            throw new AssertionError("the viewer's page is not cross-origin isolated: " + opened);
        }
        return opened.path("drawnAfterMillis").asLong();
    }

    /**
     * How frames were answered.
     *
     * @param frames how many different ones
     * @param statuses of each request
     */
    record Answered(int frames, List<Integer> statuses) {}

    /** Sends the requests that waited and lets the viewer go on until it asks for no more. */
    Answered releaseFrames(String tab) {
        JsonNode since = ask(order("release").put("tab", tab).put("shot", picture(tab + "-released.png")));
        return new Answered(
                since.path("frames").asInt(),
                since.path("statuses").valueStream().map(JsonNode::asInt).toList());
    }

    /** Waits for a number of different frames; milliseconds from opening until the last had come. */
    long awaitFrames(String tab, int count) {
        return ask(order("frames").put("tab", tab).put("count", count))
                .path("framesAfterMillis")
                .asLong();
    }

    /** Turns the mouse wheel over the image, slice by slice, and looks. */
    Drawn scroll(String tab, int slices) {
        Path canvas = pictures.resolve(tab + "-canvas.png");
        JsonNode shown = ask(order("scroll")
                .put("tab", tab)
                .put("wheel", slices)
                .put("canvas", canvas.toString())
                .put("shot", picture(tab + ".png")));
        return new Drawn(
                shown.path("distinct").asInt(), canvas, shown.path("text").asText());
    }

    /** Uploads files by the study list's button; the answer to the request that the viewer made. */
    JsonNode upload(Hospital hospital, List<Path> files) {
        ObjectNode order = order("upload", hospital);
        order.put("shot", picture(hospital.name() + "-upload.png"));
        ArrayNode paths = order.putArray("files");
        files.forEach(file -> paths.add(file.toString()));
        return ask(order);
    }

    /** Hosts that were asked and are not this machine, and the errors of pages. */
    JsonNode report() {
        return ask(order("report"));
    }

    private String picture(String name) {
        return pictures.resolve(name).toString();
    }

    private static ObjectNode order(String what) {
        return JSON.createObjectNode().put("do", what);
    }

    private static ObjectNode order(String what, Hospital hospital) {
        return order(what).put("base", hospital.base());
    }

    private JsonNode ask(ObjectNode order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            String line = CompletableFuture.supplyAsync(this::readLine).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            JsonNode answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new AssertionError(
                        order.path("do").asText() + ": " + answer.path("error").asText());
            }
            return answer;
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the browser did not answer; see " + picture("browser.log"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the browser", e);
        }
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the browser ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the browser. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
