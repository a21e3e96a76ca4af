package org.assent.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One request as bytes, also such as no HTTP client would send. */
final class RawExchange {

    private static final int PATIENCE_MILLIS = 20_000;

    /**
     * What came back.
     *
     * @param status of the status line; 0 if nothing came
     * @param headers by name in lower case
     * @param body as text, without chunking
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    private RawExchange() {}

    /** Sends a GET of a path exactly as it is written. */
    static Answer get(Hospital hospital, String path, String... headers) {
        return send(hospital, request("GET", path, headers));
    }

    /** A request line and headers, with Host and {@code Connection: close}. */
    static String request(String method, String path, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Connection: close\r\n\r\n").toString();
    }

    /** Sends text and reads until the site closes the connection. */
    static Answer send(Hospital hospital, String text) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hospital.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[8192];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                received.write(piece, 0, read);
            }
        } catch (SocketException e) {
            // Reset: the site closed before it had read everything. What it answered before counts.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parse(received.toString(StandardCharsets.UTF_8));
    }

    private static Answer parse(String text) {
        if (!text.startsWith("HTTP/1.1 ")) {
            return new Answer(0, Map.of(), text);
        }
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new HashMap<>();
        for (int line = 1; line < lines.length; line++) {
            int colon = lines[line].indexOf(':');
            headers.put(
                    lines[line].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[line].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            throw new IllegalStateException("a refusal is short and has a Content-Length: " + text);
        }
        return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers, body);
    }
}
