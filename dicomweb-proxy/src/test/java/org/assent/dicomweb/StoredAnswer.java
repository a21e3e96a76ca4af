package org.assent.dicomweb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The answer to a Store request that brought one file. */
record StoredAnswer(int status, JsonNode report) {

    static StoredAnswer of(HttpResponse<byte[]> response) throws IOException {
        return new StoredAnswer(response.statusCode(), new ObjectMapper().readTree(response.body()));
    }

    /** {@code stored}, or the failure reasons in hexadecimal, of which there must be one. */
    String outcome() {
        List<String> outcomes = new ArrayList<>();
        for (String sequence : List.of("00081198", "0008119A")) {
            for (JsonNode item : report.path(sequence).path("Value")) {
                outcomes.add("%04X".formatted(item.at("/00081197/Value/0").asInt()));
            }
        }
        report.path("00081199").path("Value").forEach(item -> outcomes.add(PydicomFile.STORED));
        return String.join(" and ", outcomes);
    }

    /** Address of the instance, absolute. */
    String retrieveUrl() {
        return report.at("/00081199/Value/0/00081190/Value/0").asText();
    }
}
