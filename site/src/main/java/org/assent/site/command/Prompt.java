package org.assent.site.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;

/** Asks whoever started a command; what is asked goes to standard error, so that the output can be redirected. */
final class Prompt {

    private static final BufferedReader IN =
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));

    private Prompt() {}

    /** The answer without white space around it; empty if there is none, or nobody to ask. */
    static Optional<String> ask(String question) throws IOException {
        System.err.print(question + ": ");
        System.err.flush();
        return Optional.ofNullable(IN.readLine()).map(String::strip).filter(answer -> !answer.isEmpty());
    }
}
