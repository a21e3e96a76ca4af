package org.assent.requirements;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The last results of tests, from {@code <module>/target/surefire-reports/TEST-*.xml}. */
public final class TestResults {

    /** The method at the beginning of a case's name: {@code shouldFind(String, String)[3]}. */
    private static final Pattern METHOD = Pattern.compile("^[\\p{L}_$][\\p{L}\\p{N}_$]*");

    /** Under which a report has what became of a class as a whole. */
    private static final String WHOLE_CLASS = "";

    private final Map<String, Map<String, Result>> byClass;

    private TestResults(Map<String, Map<String, Result>> byClass) {
        this.byClass = byClass;
    }

    /**
     * Reads the reports of all modules.
     *
     * @param root the folder of the modules
     * @throws MalformedFileException if a report is no XML
     */
    public static TestResults read(Path root) throws IOException {
        Map<String, Map<String, Result>> byClass = new HashMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                Path reports = module.resolve("target").resolve("surefire-reports");
                if (Files.isDirectory(reports)) {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
                        for (Path file : files) {
                            readReport(file, byClass);
                        }
                    }
                }
            }
        }
        return new TestResults(byClass);
    }

    /** How a test went; what became of its class as a whole if it never began. */
    public Result of(String className, String method) {
        Map<String, Result> cases = byClass.getOrDefault(className, Map.of());
        return Optional.ofNullable(cases.get(method))
                .or(() -> Optional.ofNullable(cases.get(WHOLE_CLASS)))
                .orElse(Result.NOT_RUN);
    }

    private static void readReport(Path file, Map<String, Map<String, Result>> byClass) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            String className = "";
            String method = WHOLE_CLASS;
            Result result = Result.PASSED;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            className = attribute(xml, "classname");
                            method = method(attribute(xml, "name"));
                            result = Result.PASSED;
                        }
                        case "failure", "error" -> result = Result.FAILED;
                        case "skipped" -> result = result.worst(Result.SKIPPED);
                        default -> {}
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    byClass.computeIfAbsent(className, name -> new HashMap<>()).merge(method, result, Result::worst);
                }
            }
        } catch (XMLStreamException e) {
            throw new MalformedFileException(file.toString(), e);
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
    }

    private static String method(String name) {
        Matcher matcher = METHOD.matcher(name);
        return matcher.find() ? matcher.group() : WHOLE_CLASS;
    }
}
