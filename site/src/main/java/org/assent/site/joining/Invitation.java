package org.assent.site.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.node.NodeHome;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;
import org.assent.receipt.json.Times;

/**
 * What a member hands to an organization that is to join (docs/operating-joining.md): the chain's beginning, the members as
 * the ledger has them, a header to begin with, signed with the inviting organization's service key. Nothing in it is secret
 * and it lets nobody in; whoever has it can hand in a request at the inviting site. Immutable.
 *
 * @param number 32 random bytes; a request names it
 * @param made when, whole seconds
 * @param genesis bytes of the genesis file, at most 1 MiB
 * @param inviter whose invitation it is; one of the members
 * @param askAt where the inviting site takes requests, http or https, without a trailing slash
 * @param members organizations as on the ledger, 1 to 1,000
 * @param trusted the header to begin with
 */
public record Invitation(
        Bytes32 number,
        Instant made,
        Bytes genesis,
        OrganizationId inviter,
        String askAt,
        List<OrganizationLeaf> members,
        Trusted trusted) {

    /** The most bytes that an invitation has. */
    public static final int MAX_LENGTH = 8 << 20;

    private static final DocumentKind KIND = new DocumentKind("assent-invitation", "an invitation", MAX_LENGTH);

    private static final int MAX_GENESIS = 1 << 20;
    private static final int MAX_MEMBERS = 1_000;

    /**
     * A header that a light client begins with.
     *
     * @param height 1 or more
     * @param hash of the header
     */
    public record Trusted(long height, Bytes32 hash) {
        public Trusted {
            Checks.range("trusted height", height, 1, Long.MAX_VALUE);
        }
    }

    public Invitation {
        Checks.wholeSeconds("made", made);
        Checks.range("length of the genesis file", genesis.length(), 1, MAX_GENESIS);
        Checks.size("members", members, 1, MAX_MEMBERS);
        members = List.copyOf(members);
        Checks.visibleAscii("address for requests", askAt, 255);
        URI address = URI.create(askAt);
        if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                || address.getHost() == null
                || !"".equals(address.getRawPath())
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the address for requests is http(s)://host[:port]");
        }
    }

    /** The chain that it is an invitation to. */
    public String chainId() {
        try {
            return NodeHome.chainId(genesis.toByteArray());
        } catch (IOException e) {
            throw new IllegalArgumentException("the genesis file is none: " + e.getMessage(), e);
        }
    }

    /** The inviting organization. */
    public OrganizationLeaf inviting() {
        return members.stream()
                .filter(member -> member.profile().organization().equals(inviter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the inviting organization is not among the members"));
    }

    /** What two people compare by phone: the beginning of the hash of all of it. */
    public String fingerprint() {
        return Fingerprint.of(
                Hash.of(Domain.INVITATION, CanonicalJson.write(json()).toByteArray()));
    }

    /** The document, signed. */
    public byte[] sign(Signer service) {
        ObjectNode json = json();
        Bytes32 hash = Hash.of(Domain.INVITATION, CanonicalJson.write(json).toByteArray());
        json.put("key", Text.of(service.publicKey().toByteArray()));
        json.put("signature", Text.of(service.sign(hash).toByteArray()));
        return CanonicalJson.write(json).toByteArray();
    }

    private ObjectNode json() {
        ObjectNode json = KIND.begin();
        json.put("number", Text.of(number));
        json.put("made", Times.text(made));
        json.put("genesis", Text.of(genesis));
        json.put("inviter", Text.of(inviter.value()));
        json.put("ask_at", askAt);
        ArrayNode list = json.putArray("members");
        members.forEach(member -> list.add(Text.of(LeafCodec.encode(member))));
        json.putObject("trusted").put("height", Text.of(trusted.height())).put("hash", Text.of(trusted.hash()));
        return json;
    }

    /**
     * Reads an invitation from a file.
     *
     * @throws IOException if it cannot be read or is none; the message says why
     */
    public static Invitation read(Path file) throws IOException {
        return KIND.read(file, Invitation::read);
    }

    /**
     * Reads an invitation; a line end after it is left out.
     *
     * @throws MalformedBytes for anything that is not one, is changed, or is signed with a key that its own list of members
     *     does not give the inviting organization
     */
    public static Invitation read(byte[] text) throws MalformedBytes {
        Members json = KIND.members(text);
        Members trusted = json.object("trusted");
        List<OrganizationLeaf> members = new ArrayList<>();
        for (Bytes member : json.allBytes("members", MAX_MEMBERS)) {
            members.add(LeafCodec.organization(member));
        }
        Invitation invitation = json.limited(() -> new Invitation(
                json.bytes32("number"),
                json.time("made"),
                json.bytes("genesis"),
                new OrganizationId(json.bytes32("inviter")),
                json.text("ask_at"),
                members,
                new Trusted(trusted.integer("height"), trusted.bytes32("hash"))));
        trusted.end();
        PublicKey key = json.limited(() -> PublicKey.p256(json.bytes("key").toByteArray()));
        Signature signature =
                json.limited(() -> Signature.of(json.bytes("signature").toByteArray()));
        json.end();
        invitation.check(key, signature, json);
        return invitation;
    }

    private void check(PublicKey key, Signature signature, Members json) throws MalformedBytes {
        json.limited(this::chainId);
        OrganizationLeaf organization = json.limited(this::inviting);
        boolean theirs = organization.profile().keys().stream()
                .anyMatch(candidate -> candidate.role() == OrganizationKey.Role.SERVICE
                        && candidate.key().equals(key));
        if (!theirs) {
            throw new MalformedBytes("is signed with a key that is not the inviting organization's");
        }
        Bytes32 hash = Hash.of(Domain.INVITATION, CanonicalJson.write(json()).toByteArray());
        if (!new BouncyCastleVerifier().verifies(key, hash, signature)) {
            throw new MalformedBytes("was changed after it was signed");
        }
    }
}
