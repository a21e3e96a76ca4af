package org.assent.requirements;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tests of JUnit in {@code <module>/src/test/java}, with their tags, read from the sources without compiling them. */
public final class TestSources {

    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

    private static final Set<String> TAGS = Set.of("Tag", "Tags");

    private TestSources() {}

    /**
     * Reads the tests of all modules.
     *
     * @param root the folder of the modules
     * @throws MalformedFileException if a file is no Java
     */
    public static List<TaggedTest> read(Path root) throws IOException {
        JavaParser parser =
                new JavaParser(new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21));
        List<TaggedTest> tests = new ArrayList<>();
        for (Path file : files(root)) {
            String text = Files.readString(file);
            if (text.contains("org.junit.jupiter")) {
                CompilationUnit unit = parse(parser, file, text);
                String prefix = unit.getPackageDeclaration()
                        .map(declared -> declared.getNameAsString() + ".")
                        .orElse("");
                unit.getTypes().forEach(type -> collect(type, prefix + type.getNameAsString(), Set.of(), tests));
            }
        }
        return List.copyOf(tests);
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                Path sources = module.resolve("src").resolve("test").resolve("java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> found = Files.walk(sources)) {
                        found.filter(file -> file.toString().endsWith(".java"))
                                .sorted()
                                .forEach(files::add);
                    }
                }
            }
        }
        return files;
    }

    private static CompilationUnit parse(JavaParser parser, Path file, String text) {
        ParseResult<CompilationUnit> result = parser.parse(text);
        return result.getResult()
                .filter(unit -> result.isSuccessful())
                .orElseThrow(() -> new MalformedFileException(file + ": " + result.getProblems()));
    }

    private static void collect(TypeDeclaration<?> type, String name, Set<String> around, List<TaggedTest> tests) {
        Set<String> tags = with(around, type);
        for (MethodDeclaration method : type.getMethods()) {
            if (method.getAnnotations().stream().anyMatch(annotation -> TESTS.contains(simple(annotation)))) {
                tests.add(new TaggedTest(name, method.getNameAsString(), with(tags, method)));
            }
        }
        type.getMembers().stream()
                .filter(TypeDeclaration.class::isInstance)
                .map(member -> (TypeDeclaration<?>) member)
                .forEach(nested -> collect(nested, name + "$" + nested.getNameAsString(), tags, tests));
    }

    private static Set<String> with(Set<String> around, NodeWithAnnotations<?> node) {
        Set<String> tags = new LinkedHashSet<>(around);
        node.getAnnotations().stream()
                .filter(annotation -> TAGS.contains(simple(annotation)))
                .flatMap(annotation -> annotation.findAll(StringLiteralExpr.class).stream())
                .forEach(text -> tags.add(text.asString()));
        return tags;
    }

    private static String simple(AnnotationExpr annotation) {
        return annotation.getName().getIdentifier();
    }
}
