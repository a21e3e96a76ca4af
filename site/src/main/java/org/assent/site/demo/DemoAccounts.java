package org.assent.site.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.assent.authorization.principal.Role;
import org.assent.site.network.PrivateFile;

/**
 * Who may sign in at one hospital of the demo, and which programs have a secret there. Made at random for each demo; only
 * the demo has such accounts.
 *
 * @param people who sign in with a password
 * @param programs who ask for tokens with a secret
 */
public record DemoAccounts(List<Person> people, List<Program> programs) {

    /** What the ids of the demo's programs begin with, so that a real site can tell them and be rid of them. */
    public static final String PROGRAM_PREFIX = "demo-";

    private static final String NAME = "demo-accounts.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 10;
    private static final int SECRET_LENGTH = 32;

    /** A person of the demo. */
    public record Person(String user, String displayName, String password, Role role) {
        @Override
        public String toString() {
            return "Person[" + user + "]";
        }
    }

    /** A program of the demo. */
    public record Program(String id, String secret, Role role) {
        @Override
        public String toString() {
            return "Program[" + id + "]";
        }
    }

    public DemoAccounts {
        people = List.copyOf(people);
        programs = List.copyOf(programs);
    }

    /** Fresh ones. */
    static DemoAccounts create(SecureRandom random) {
        return new DemoAccounts(
                List.of(
                        new Person("clinician", "Demo Clinician", text(random, PASSWORD_LENGTH), Role.CLINICIAN),
                        new Person(
                                "privacy",
                                "Demo Privacy Officer",
                                text(random, PASSWORD_LENGTH),
                                Role.PRIVACY_OFFICER)),
                Stream.of(Role.CLINICIAN, Role.EHR, Role.MODALITY, Role.PRIVACY_OFFICER)
                        .map(role -> new Program(programId(role), text(random, SECRET_LENGTH), role))
                        .toList());
    }

    /** The program whose tokens have the role that is called so on the command line, e.g. {@code ehr}. */
    public Program program(String as) throws DemoException {
        return programs.stream()
                .filter(program -> program.id().equals(PROGRAM_PREFIX + as))
                .findFirst()
                .orElseThrow(() -> new DemoException("--as is one of "
                        + String.join(
                                ", ",
                                programs.stream()
                                        .map(program -> program.id().substring(PROGRAM_PREFIX.length()))
                                        .toList())
                        + ", not " + as));
    }

    /** Writes them into a hospital's folder, for its site alone. */
    void write(Path folder) throws IOException {
        PrivateFile.write(folder.resolve(NAME), JSON.writeValueAsBytes(this));
    }

    /** Reads them from a hospital's folder. */
    public static DemoAccounts read(Path folder) throws IOException {
        return JSON.readValue(Files.readAllBytes(folder.resolve(NAME)), DemoAccounts.class);
    }

    private static String programId(Role role) {
        return PROGRAM_PREFIX + role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String text(SecureRandom random, int length) {
        return random.ints(length, 0, ALPHABET.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(ALPHABET.charAt(index)), StringBuilder::append)
                .toString();
    }
}
