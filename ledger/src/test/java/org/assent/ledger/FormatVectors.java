package org.assent.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.commitment.Manifest;
import org.assent.ledger.commitment.ManifestEntry;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.ClosedConsentLeaf;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.DailyCount;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.Transaction;

/**
 * The values behind {@code vectors/formats.json}, built with our own classes; the file was written by a program that shares
 * nothing with them. Other tests use them as examples of each kind.
 */
public final class FormatVectors {

    /** The file. */
    public static final JsonNode JSON = read("/vectors/formats.json");

    public static final String CHAIN = JSON.get("chainId").asText();
    public static final Instant EXPIRES =
            Instant.ofEpochSecond(JSON.get("expires").asLong());
    public static final Salt SALT = Salt.of(Bytes32.fromHex(JSON.get("salt").asText()));
    public static final String STUDY_INSTANCE_UID = JSON.get("studyInstanceUid").asText();
    public static final Signature SIGNATURE = Signature.of(hex("signature").toByteArray());
    public static final OrganizationId ORGANIZATION = OrganizationId.of(key(0));
    public static final SubjectId SUBJECT = SubjectId.of(key(3));
    public static final ConsentId CONSENT = consent(0);
    public static final long SEQUENCE = JSON.get("sequence").asLong();
    public static final StudyRef STUDY = StudyOpening.study(SALT, STUDY_INSTANCE_UID);
    public static final List<ManifestEntry> MANIFEST =
            List.of(instance("1.2.3.10", 0), instance("1.2.3.1", 3), instance("1.2.3.2", 1));
    public static final Bytes32 MANIFEST_ROOT = Manifest.root(SALT, MANIFEST);
    public static final StudyOpening STUDY_OPENING = new StudyOpening(SALT, STUDY_INSTANCE_UID, SUBJECT, MANIFEST_ROOT);
    public static final TermsOpening TERMS_OPENING = new TermsOpening(SALT, SUBJECT, CONSENT, SEQUENCE, hex("terms"));
    public static final List<OpenConsent> CONSENTS = List.of(
            new OpenConsent(consent(1), 2, sha("commitment 1"), Authority.SELF),
            new OpenConsent(consent(0), 1, sha("commitment 0"), Authority.CUSTODIAN));
    public static final OrganizationProfile PROFILE = new OrganizationProfile(
            key(0),
            "Hospital Süd",
            List.of(
                    new OrganizationKey(OrganizationKey.Role.SERVICE, key(2), 5, 900),
                    OrganizationKey.always(OrganizationKey.Role.ROOT, key(0)),
                    OrganizationKey.always(OrganizationKey.Role.TRANSACTION, key(1))),
            List.of("https://south.example:8202"),
            List.of(sha("pin 1"), sha("pin 2")),
            Set.of(OrganizationProfile.Flag.EMERGENCY),
            "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal",
            "https://profiles.ihe.net/ITI/PCF/Policy-deny");

    private FormatVectors() {}

    /** Reads a vector file. */
    public static JsonNode read(String resource) {
        try (InputStream in = Objects.requireNonNull(FormatVectors.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PublicKey key(int index) {
        return PublicKey.p256(
                HexFormat.of().parseHex(JSON.get("keys").get(index).asText()));
    }

    public static ConsentId consent(int index) {
        return ConsentId.fromHex(JSON.get("consents").get(index).asText());
    }

    public static Bytes hex(String field) {
        return Bytes.of(HexFormat.of().parseHex(JSON.get(field).asText()));
    }

    public static Bytes hex(JsonNode node) {
        return Bytes.of(HexFormat.of().parseHex(node.asText()));
    }

    public static Bytes32 sha(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One transaction of each kind, by the name of its kind. */
    public static Map<String, Transaction> transactions() {
        return Map.of(
                "RegisterOrganization", new RegisterOrganization(PROFILE, EXPIRES),
                "EnrollSubject", new EnrollSubject(ORGANIZATION, key(3), CustodyMode.CUSTODIAN, EXPIRES),
                "RegisterStudies",
                        new RegisterStudies(
                                ORGANIZATION,
                                List.of(
                                        new StudyRecord(STUDY, STUDY_OPENING.commitment(), 1, false),
                                        new StudyRecord(
                                                new StudyRef(sha("another study")), sha("its commitment"), 4, true)),
                                EXPIRES),
                "RecordConsent",
                        new RecordConsent(
                                SUBJECT,
                                CONSENT,
                                SEQUENCE,
                                TERMS_OPENING.commitment(),
                                new KeySignature(key(2), SIGNATURE),
                                EXPIRES),
                "CloseConsent", new CloseConsent(SUBJECT, CONSENT, CloseConsent.ClosedAs.ENTERED_IN_ERROR));
    }

    /** One leaf of each kind, by the name of its kind. */
    public static Map<String, Leaf> leaves() {
        return Map.of(
                "Governance", new GovernanceLeaf(List.of(key(7), key(5), key(6)), 2, Duration.ofSeconds(30), 1),
                "Organization", new OrganizationLeaf(PROFILE, 1, false, 0, 1_000_000, EXPIRES.plusMillis(250)),
                "Subject",
                        new SubjectLeaf(
                                ORGANIZATION,
                                List.of(
                                        new SubjectKey(key(3), Authority.CUSTODIAN),
                                        new SubjectKey(key(4), Authority.SELF)),
                                SEQUENCE,
                                0,
                                CustodyMode.CUSTODIAN,
                                false,
                                2,
                                OpenConsents.root(CONSENTS),
                                new DailyCount(20_467, 3)),
                "Study", new StudyLeaf(ORGANIZATION, STUDY_OPENING.commitment(), 3, true),
                "ClosedConsent", new ClosedConsentLeaf());
    }

    private static ManifestEntry instance(String uid, int frames) {
        return new ManifestEntry(
                uid,
                "1.2.840.10008.1.2.1",
                sha("outside " + uid),
                IntStream.range(0, frames)
                        .mapToObj(frame -> sha("frame " + frame))
                        .toList());
    }
}
