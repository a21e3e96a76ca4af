package org.assent.site.configuration;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database: H2 in a file, or PostgreSQL.
 *
 * @param url {@code jdbc:h2:file:PATH} or {@code jdbc:postgresql://…}; a relative H2 path lies in the site's folder
 * @param user database user; {@code assent} if left out
 * @param password its password; none if left out
 */
public record DatabaseSettings(
        String url, @Nullable String user, @Nullable Secret password) {

    private static final String H2_FILE = "jdbc:h2:file:";
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i).*[?&;](password|pwd)=.*");

    /** The URL with the H2 file's path made absolute. */
    public String urlIn(Path folder) {
        return url.startsWith(H2_FILE)
                ? H2_FILE
                        + folder.resolve(url.substring(H2_FILE.length()))
                                .toAbsolutePath()
                                .normalize()
                : url;
    }

    /** Whether it is H2 in a file. */
    public boolean isH2() {
        return url.startsWith(H2_FILE);
    }

    /** The H2 file without {@code .mv.db}. */
    public Path h2File(Path folder) {
        return Path.of(urlIn(folder).substring(H2_FILE.length()));
    }

    /** The user to sign in with. */
    public String userName() {
        return user == null ? "assent" : user;
    }

    /** The password to sign in with, possibly empty. */
    public String passwordText() {
        return password == null ? "" : password.reveal();
    }

    void check(String setting, Findings findings) {
        findings.require(
                url.startsWith(H2_FILE) || url.startsWith("jdbc:postgresql://"),
                setting + ".url",
                "is jdbc:h2:file:PATH or jdbc:postgresql://HOST/NAME");
        findings.require(
                !PASSWORD_IN_URL.matcher(url).matches(),
                setting + ".url",
                "holds a password; give it as " + setting + ".password, which is never printed");
        findings.require(
                !url.startsWith(H2_FILE) || !url.contains(";"),
                setting + ".url",
                "has options after a semicolon; this program sets the ones it depends on itself");
    }

    /** Without anything that could hold a secret. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url.split("[?;]", 2)[0] + ", user=" + userName() + "]";
    }
}
