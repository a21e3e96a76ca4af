package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assent.testsupport.Peers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DCMTK wrote in one transfer syntax or another goes in by STOW-RS, and DCMTK reads what comes out by WADO-RS. */
@Tag("peer-dcmtk")
class DcmtkStoreTest {

    @TempDir
    private Path folder;

    private Path programs;
    private TestSite site;

    @BeforeEach
    void start() throws Exception {
        programs = Peers.dcmtk().resolveSibling(".");
        site = TestSite.start(folder.resolve("site"));
    }

    @AfterEach
    void stop() {
        if (site != null) {
            site.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2,       dcmconv,  +ti",
        "1.2.840.10008.1.2.1,     dcmconv,  +te",
        "1.2.840.10008.1.2.2,     dcmconv,  +tb",
        "1.2.840.10008.1.2.1.99,  dcmconv,  +td",
        "1.2.840.10008.1.2.5,     dcmcrle,  +un",
        "1.2.840.10008.1.2.4.57,  dcmcjpeg, +el",
        "1.2.840.10008.1.2.4.70,  dcmcjpeg, +e1",
        "1.2.840.10008.1.2.4.80,  dcmcjpls, +el",
        "1.2.840.10008.1.2.4.81,  dcmcjpls, +en"
    })
    @Tag("DW-S-01")
    @Tag("DW-M-06")
    void shouldGiveWhatDcmtkReadsWithoutErrorWhenDcmtkWroteIt(String syntax, String encoder, String option)
            throws Exception {
        Path plain = Files.write(folder.resolve("plain.dcm"), Samples.ctFile("2.25.100", "2.25.200", "2.25.1"));
        Path sent = folder.resolve("sent.dcm");
        run(encoder, option, plain.toString(), sent.toString());

        StoredAnswer answer = StoredAnswer.of(site.store(Files.readAllBytes(sent)));
        Path returned = folder.resolve("returned.dcm");
        Files.write(returned, retrieved(answer, TestSite.MULTIPART_DICOM));

        assertThat(run("dcmftest", returned.toString())).startsWith("yes:");
        assertThat(dump(returned)).isEqualTo(dump(sent)).contains("[" + syntax + "]");
    }

    @ParameterizedTest
    @CsvSource({"+ti", "+tb", "+td"})
    @Tag("DW-M-06")
    void shouldGiveTheSameDataSetWhenItConverts(String option) throws Exception {
        Path plain = Files.write(folder.resolve("plain.dcm"), Samples.ctFile("2.25.100", "2.25.200", "2.25.1"));
        Path sent = folder.resolve("sent.dcm");
        run("dcmconv", option, plain.toString(), sent.toString());
        StoredAnswer answer = StoredAnswer.of(site.store(Files.readAllBytes(sent)));

        Path converted = folder.resolve("converted.dcm");
        Files.write(
                converted,
                retrieved(
                        answer, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1"));

        assertThat(dump(converted)).contains("[1.2.840.10008.1.2.1]");
        assertThat(dataSet(converted)).isEqualTo(dataSet(plain));
    }

    private byte[] retrieved(StoredAnswer answer, String accept) throws IOException {
        assertThat(answer.outcome()).isEqualTo("stored");
        String path = answer.retrieveUrl().substring(site.base().length());
        return MultipartBytes.parts(site.get(path, accept)).get(0).body();
    }

    /** Every element with its whole value; names of transfer syntaxes as UIDs. */
    private String dump(Path file) throws IOException, InterruptedException {
        return run("dcmdump", "+L", "-Un", file.toString());
    }

    /** The elements that follow File Meta Information. */
    private List<String> dataSet(Path file) throws IOException, InterruptedException {
        return dump(file)
                .lines()
                .filter(line -> line.matches("\\s*\\(.*") && !line.startsWith("(0002,"))
                .toList();
    }

    /** Runs a program of DCMTK, which must end well and complain of nothing. */
    private String run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines()).noneMatch(line -> line.startsWith("E:") || line.startsWith("F:"));
        return said;
    }
}
