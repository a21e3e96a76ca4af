package org.assent.site.joining;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.site.network.PrivateFile;

/**
 * The invitations that a site has made, and the request that came for each: files in {@code joining}. An invitation takes one
 * organization; the first request for it stays until somebody removes it. At most {@value #MOST} invitations are open. Beside
 * them, suspensions that wait for signatures.
 *
 * @param folder where they are
 */
public record RequestFolder(Path folder) {

    /** The most open invitations. */
    public static final int MOST = 100;

    /** Notes an invitation that was made. */
    public void invited(Invitation invitation) throws IOException {
        if (numbers().size() >= MOST) {
            throw new IOException(MOST + " invitations are open; remove those that are over from " + folder);
        }
        PrivateFile.write(
                folder.resolve(invitation.number().toHex() + ".invited"),
                (invitation.made() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether this site made an invitation of that number. */
    public boolean isInvited(Bytes32 number) {
        return Files.exists(folder.resolve(number.toHex() + ".invited"));
    }

    /** The request for an invitation, if it has come. */
    public Optional<JoinRequest> request(Bytes32 number) throws IOException {
        Path file = file(number);
        return Files.exists(file) ? Optional.of(JoinRequest.read(file)) : Optional.empty();
    }

    /** All requests that have come. */
    public List<JoinRequest> requests() throws IOException {
        List<JoinRequest> all = new ArrayList<>();
        for (String number : numbers()) {
            request(Bytes32.fromHex(number)).ifPresent(all::add);
        }
        return all;
    }

    /** Keeps a request in place of the one for the same invitation. */
    public void keep(JoinRequest request) throws IOException {
        PrivateFile.write(file(request.invitation()), request.toJson());
    }

    /** The suspension or reinstatement of a member that waits for signatures. */
    public Optional<StandingRequest> standing(OrganizationId organization) throws IOException {
        Path file = standingFile(organization);
        return Files.exists(file) ? Optional.of(StandingRequest.read(file)) : Optional.empty();
    }

    /** All of them. */
    public List<StandingRequest> standings() throws IOException {
        List<StandingRequest> all = new ArrayList<>();
        for (String organization : names(".standing.json")) {
            standing(new OrganizationId(Bytes32.fromHex(organization))).ifPresent(all::add);
        }
        return all;
    }

    /** Keeps one in place of the one for the same member. */
    public void keep(StandingRequest request) throws IOException {
        PrivateFile.write(standingFile(request.organization()), request.toJson());
    }

    /** Where it is, to be passed on to another accreditor. */
    public Path standingFile(OrganizationId organization) {
        return folder.resolve(organization.toHex() + ".standing.json");
    }

    private Path file(Bytes32 number) {
        return folder.resolve(number.toHex() + ".request.json");
    }

    private List<String> numbers() throws IOException {
        return names(".invited");
    }

    private List<String> names(String ending) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}" + Pattern.quote(ending)))
                    .map(name -> name.substring(0, 64))
                    .sorted()
                    .toList();
        }
    }
}
