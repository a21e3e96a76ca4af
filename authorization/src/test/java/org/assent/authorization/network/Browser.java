package org.assent.authorization.network;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client with cookies, as a browser has them; follows no redirects. */
public final class Browser {

    private final HttpClient client;

    public Browser() {
        this.client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    public HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).GET(), headers);
    }

    public HttpResponse<String> post(URI uri, Map<String, String> form, String... headers)
            throws IOException, InterruptedException {
        return postBody(uri, form(form), headers);
    }

    public HttpResponse<String> postBody(URI uri, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(request, headers);
    }

    public HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        HttpRequest built = (headers.length == 0 ? request : request.headers(headers)).build();
        return client.send(built, HttpResponse.BodyHandlers.ofString());
    }

    /** Signs in by the form, as a person does. */
    public HttpResponse<String> signIn(TestSite site, String name, String password, String next)
            throws IOException, InterruptedException {
        String page = get(site.uri("/auth/sign-in")).body();
        return post(
                site.uri("/auth/sign-in"),
                Map.of("form", field(page, "form"), "name", name, "password", password, "next", next),
                "Origin",
                site.origin());
    }

    /** Value of a hidden field; empty if the page has none. */
    public static String field(String page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        return field.find() ? field.group(1) : "";
    }

    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
