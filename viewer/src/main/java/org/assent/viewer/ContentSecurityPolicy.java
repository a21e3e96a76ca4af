package org.assent.viewer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the viewer's page may load and run: its own site's files, WebAssembly, workers made from its own code, and exactly
 * the inline scripts that stand in {@code index.html} (Content Security Policy Level 3, hash sources). Nothing is sent to or
 * fetched from another host.
 */
final class ContentSecurityPolicy {

    private static final Pattern INLINE_SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private ContentSecurityPolicy() {}

    /** The header's value for a page. */
    static String forPage(String html) {
        String hashes = INLINE_SCRIPT
                .matcher(html)
                .results()
                .map(script -> " '" + hash(script.group(1)) + "'")
                .collect(Collectors.joining());
        return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:" + hashes
                + "; worker-src 'self' blob:; connect-src 'self' blob: data:; img-src 'self' blob: data:"
                + "; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'none'"
                + "; form-action 'self'; frame-ancestors 'none'";
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
