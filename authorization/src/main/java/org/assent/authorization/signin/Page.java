package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.assent.authorization.problem.HtmlText;

/** The frame of the few server-rendered pages: no script, one style sheet, headings and labels for screen readers. */
public final class Page {

    private Page() {}

    /**
     * Writes a page.
     *
     * @param title plain text
     * @param body HTML in which every text was escaped
     */
    public static void write(HttpServletResponse response, int status, String title, String body) throws IOException {
        String text = HtmlText.escape(title);
        byte[] bytes = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <link rel="stylesheet" href="/auth/pages.css">
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s
                </main>
                </body>
                </html>
                """.formatted(text, text, body).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** A hidden field. */
    public static String hidden(String name, String value) {
        return "<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(name, HtmlText.escape(value));
    }

    /** A note that is read out when the page is shown. */
    static String alert(String text) {
        return "<p role=\"alert\">" + HtmlText.escape(text) + "</p>";
    }

    /** Goes on to a path of this site, or to the registered address of an app, by GET. */
    public static void goTo(HttpServletResponse response, String address) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address);
    }
}
