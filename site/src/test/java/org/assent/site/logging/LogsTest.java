package org.assent.site.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        Logs.toFolder(folder);
    }

    @AfterEach
    void close() {
        Logs.off();
    }

    @Test
    void shouldWriteOneObjectALineWithTheRequestIdWhenSomethingIsLogged() throws IOException {
        MDC.put("requestId", "abc");
        LoggerFactory.getLogger("org.assent.site.Example").info("stored {} instances", 3);
        MDC.remove("requestId");

        JsonNode line = lines().get(0);
        assertThat(line.get("message").asText()).isEqualTo("stored 3 instances");
        assertThat(line.get("requestId").asText()).isEqualTo("abc");
        assertThat(line.get("level").asText()).isEqualTo("INFO");
    }

    @Test
    void shouldLeaveOutWhatALibraryPutsIntoItsMessageWhenItLogs() throws IOException {
        LoggerFactory.getLogger("com.zaxxer.hikari.pool").warn("failed for {}", "Doe^Jane");

        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.get("message").asText()).isEqualTo("failed for {}");
            assertThat(line.toString()).doesNotContain("Doe");
        });
    }

    @Test
    void shouldLeaveOutMessagesOfExceptionsWhenOneIsLogged() throws IOException {
        IOException failure = new IOException("row 'Doe^Jane'", new IllegalStateException("Roe^Richard"));
        LoggerFactory.getLogger("org.assent.site.Example").error("it failed", failure);

        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.get("stack_trace").asText())
                    .contains("java.io.IOException", "caused by java.lang.IllegalStateException", "LogsTest");
            assertThat(line.toString()).doesNotContain("Doe").doesNotContain("Roe");
        });
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("site.log"))) {
            lines.add(json.readTree(line));
        }
        return lines;
    }
}
