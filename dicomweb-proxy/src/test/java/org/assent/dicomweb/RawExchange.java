package org.assent.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One request written byte for byte, as no HTTP client would, and the answer to it.
 *
 * @param status of the answer
 * @param head status line and headers, in lower case
 * @param body what followed
 */
record RawExchange(int status, String head, String body) {

    private static final int PATIENCE_MILLIS = 30_000;

    /** Writes what is not yet the end of the request, and reads the answer while the server may go on to wait for more. */
    static RawExchange halfOpen(URI server, String head, byte[] body) throws IOException {
        try (Socket socket = open(server, head, body)) {
            return read(socket);
        }
    }

    /** Writes a request, says that nothing more comes, and reads the answer. */
    static RawExchange ended(URI server, String head, byte[] body) throws IOException {
        try (Socket socket = open(server, head, body)) {
            socket.shutdownOutput();
            return read(socket);
        }
    }

    private static Socket open(URI server, String head, byte[] body) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        try {
            out.write(body);
            out.flush();
        } catch (IOException e) {
            // The server has answered and hung up before it had all: the answer is there to be read.
        }
        return socket;
    }

    private static RawExchange read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer, but: " + answer);
        }
        String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
        return new RawExchange(Integer.parseInt(head.substring(9, 12)), head, answer.substring(end + 4));
    }
}
