package org.assent.viewer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The viewer's files by the name that a browser asks for.
 *
 * <p>The list is made once from the folder. A name that is not in it does not exist, whatever dots and slashes it is made of.
 * Immutable.
 */
final class ViewerFiles {

    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("jsonc", "application/json"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webapp", "application/manifest+json"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("xml", "application/xml"));

    private static final Pattern CONTENT_HASH = Pattern.compile("(^|\\.)[0-9a-f]{16}\\.");

    private final Map<String, ViewerFile> byName;

    private ViewerFiles(Map<String, ViewerFile> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Lists a folder; without it, or without its {@code index.html}, there are no files.
     *
     * @throws UncheckedIOException if the folder is there but cannot be read
     */
    static ViewerFiles in(Path folder) {
        if (!Files.isRegularFile(folder.resolve("index.html"))) {
            return new ViewerFiles(Map.of());
        }
        Map<String, ViewerFile> byName = new HashMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".gz"))
                    .forEach(path ->
                            byName.put(folder.relativize(path).toString().replace('\\', '/'), describe(path)));
        } catch (IOException e) {
            throw new UncheckedIOException("the viewer's folder cannot be read: " + folder, e);
        }
        return new ViewerFiles(byName);
    }

    /** Whether the viewer was not fetched. */
    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** A file by its name below {@code /viewer/}, without a leading slash. */
    Optional<ViewerFile> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private static ViewerFile describe(Path path) {
        try {
            String name = path.getFileName().toString();
            long length = Files.size(path);
            String entityTag = "W/\"%x-%x\""
                    .formatted(length, Files.getLastModifiedTime(path).toMillis());
            Path packed = path.resolveSibling(name + ".gz");
            return new ViewerFile(
                    path,
                    length,
                    mediaType(name),
                    entityTag,
                    Files.isRegularFile(packed)
                            ? Optional.of(new ViewerFile.Packed(packed, Files.size(packed)))
                            : Optional.empty(),
                    CONTENT_HASH.matcher(name).find());
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the viewer cannot be read: " + path, e);
        }
    }

    private static String mediaType(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return MEDIA_TYPES.getOrDefault(extension, "application/octet-stream");
    }
}
