package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code GET /auth/pages.css}: how the pages look. */
public final class PageStyleServlet extends PeoplePage {

    private static final long serialVersionUID = 1L;

    private static final String STYLE = """
            :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
            main { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
            label { display: block; margin-top: 1rem; }
            input[type=text], input[type=password] { width: 100%; padding: .5rem; font: inherit; box-sizing: border-box; }
            button { margin-top: 1rem; padding: .5rem 1rem; font: inherit; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid; }
            [role=alert] { border-left: .25rem solid; padding-left: .75rem; }
            .quiet { font-size: .875rem; }
            code { overflow-wrap: anywhere; }
            """;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] bytes = STYLE.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/css;charset=UTF-8");
        response.setHeader("Cache-Control", "max-age=3600");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
