package org.assent.viewer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/**
 * Serves OHIF's files below {@code /viewer/} and its page for every path that OHIF routes itself.
 *
 * <p>Who may see it was decided before (the route's guard). Conditional requests are RFC 9110 §13.1.2; names with a hash of
 * their content are kept by the browser for good (RFC 8246). COOP and COEP make the page cross-origin isolated, which
 * OHIF's volume rendering wants for shared memory. Thread-safe.
 */
final class ViewerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String ROOT = "/viewer/";
    private static final String PAGE = "index.html";
    private static final String CONFIGURATION = "app-config.js";

    private final transient ViewerFiles files;
    private final transient byte[] configuration;
    private final String policy;

    ViewerServlet(ViewerFiles files, String siteName) {
        this.files = files;
        this.configuration = ViewerConfiguration.script(siteName);
        this.policy = ContentSecurityPolicy.forPage(
                files.get(PAGE).map(ViewerServlet::text).orElse(""));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (!path.startsWith(ROOT)) {
            response.sendRedirect(ROOT);
            return;
        }
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        String name = path.substring(ROOT.length());
        if (files.isEmpty()) {
            sayThatItIsMissing(response);
        } else if (name.equals(CONFIGURATION)) {
            sendConfiguration(response);
        } else {
            send(request, response, find(name));
        }
    }

    private ViewerFile find(String name) {
        Optional<ViewerFile> file = files.get(name);
        boolean routedByOhif = name.indexOf('.', name.lastIndexOf('/') + 1) < 0;
        if (file.isEmpty() && routedByOhif) {
            file = files.get(PAGE);
        }
        return file.orElseThrow(
                () -> new ProblemException(ProblemKind.NOT_FOUND, "The viewer has no file of this name."));
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, ViewerFile file)
            throws IOException {
        response.setHeader(
                "Cache-Control", file.immutable() ? "private, max-age=31536000, immutable" : "private, no-cache");
        response.setHeader("ETag", file.entityTag());
        if (file.packed().isPresent()) {
            response.setHeader("Vary", "Accept-Encoding");
        }
        if (names(request.getHeader("If-None-Match"), file.entityTag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.mediaType());
        Optional<ViewerFile.Packed> packed = file.packed().filter(any -> accepts(request, "gzip"));
        if (packed.isPresent()) {
            response.setHeader("Content-Encoding", "gzip");
            copy(packed.get().path(), packed.get().length(), response);
        } else {
            copy(file.path(), file.length(), response);
        }
    }

    private static void copy(Path path, long length, HttpServletResponse response) throws IOException {
        response.setContentLengthLong(length);
        Files.copy(path, response.getOutputStream());
    }

    private void sendConfiguration(HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentType("text/javascript; charset=utf-8");
        response.setContentLength(configuration.length);
        response.getOutputStream().write(configuration);
    }

    private static void sayThatItIsMissing(HttpServletResponse response) throws IOException {
        byte[] page = """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>The viewer is not here yet</title></head>
                <body><h1>The viewer is not here yet</h1>
                <p>This site was started without OHIF's files. <code>./assent build</code> fetches them from npm and checks
                them against the pinned hash; then start the site again. Everything but the viewer works meanwhile.</p>
                </body></html>
                """.getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/html; charset=utf-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private static boolean names(@org.jspecify.annotations.Nullable String ifNoneMatch, String entityTag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",", 32)) {
            if (candidate.strip().equals("*") || candidate.strip().equals(entityTag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean accepts(HttpServletRequest request, String coding) {
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted == null) {
            return false;
        }
        for (String candidate : accepted.split(",", 32)) {
            String[] parts = candidate.strip().split(";", 2);
            if (parts[0].strip().equalsIgnoreCase(coding)) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static String text(ViewerFile file) {
        try {
            return Files.readString(file.path());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the viewer's page cannot be read: " + file.path(), e);
        }
    }
}
