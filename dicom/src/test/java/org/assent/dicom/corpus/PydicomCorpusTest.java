package org.assent.dicom.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assent.dicom.DumpJson;
import org.assent.testsupport.Python;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pydicom's own test files: each has the outcome that pydicom foretold, and DICOM JSON, frames and conversions equal its. */
@Tag("peer-python")
class PydicomCorpusTest {
    private static final Path COMPARE = Path.of("src", "test", "python", "compare.py");
    private static final Path TABLE = Path.of("src", "test", "resources", "pydicom-corpus.tsv");

    @Test
    void shouldStoreOrRefuseEachFileAsForetold(@TempDir Path results) throws Exception {
        Map<String, String> outcomes = new HashMap<>();
        DumpJson.main(new String[] {pydicomData("test_files").toString(), results.toString()});
        for (String line : Files.readAllLines(results.resolve("outcome.tsv"), StandardCharsets.UTF_8)) {
            String[] columns = line.split("\t", -1);
            outcomes.put(columns[0], columns[1]);
        }
        List<String[]> table = Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();

        assertThat(table).hasSize(78).allSatisfy(row -> assertThat(outcomes).containsEntry(row[0], row[2]));
        assertThat(table).filteredOn(row -> row[2].equals("stored")).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_files", "charset_files"})
    void shouldMakeTheJsonAndFramesThatPydicomMakes(String folder, @TempDir Path results) throws Exception {
        compare(pydicomData(folder), results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "volume"})
    void shouldMakeOfDaikonsFilesWhatPydicomMakes(String folder, @TempDir Path results) throws Exception {
        compare(DaikonFiles.folder().resolve(folder), results);
    }

    private static void compare(Path files, Path results) throws IOException, InterruptedException {
        DumpJson.main(new String[] {files.toString(), results.toString()});

        Python.Outcome outcome =
                Python.run(COMPARE.toString(), files.toString(), results.toString(), "--frames", "--explicit");

        assertThat(outcome.exit()).as(outcome.said()).isZero();
    }

    private static Path pydicomData(String folder) throws IOException, InterruptedException {
        return Python.pydicomData().resolve(folder);
    }
}
