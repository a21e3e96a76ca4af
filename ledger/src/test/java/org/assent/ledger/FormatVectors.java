package org.assent.ledger;

import static java.util.Map.entry;

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
import java.util.Optional;
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
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.Offence;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.ClosedConsentLeaf;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.DailyCount;
import org.assent.ledger.state.Emergencies;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.state.Recovery;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.AcknowledgeErasure;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.DeclareEmergency;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RecoverSubject;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.assent.ledger.transaction.UpdateOrganization;
import org.assent.ledger.transaction.VetoRecovery;

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
            "https://profiles.ihe.net/ITI/PCF/Policy-deny",
            List.of(
                    new OrganizationNode("b".repeat(40), "south.example:26656", Optional.of(sha("validator 1"))),
                    new OrganizationNode("a".repeat(40), "10.0.0.2:26656", Optional.empty())));
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(40), 60, 2_000, 70, 25);
    private static final Change SET_VALIDATOR = new Change.SetValidator(sha("validator 1"), ORGANIZATION, 11);
    private static final Guardianship GUARDIANSHIP = new Guardianship(Guardianship.Policy.KEYS, 2, Duration.ofDays(3));

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
        return Map.ofEntries(
                entry("RegisterOrganization", new RegisterOrganization(PROFILE, EXPIRES)),
                entry("EnrollSubject", new EnrollSubject(ORGANIZATION, key(3), CustodyMode.CUSTODIAN, EXPIRES)),
                entry(
                        "RegisterStudies",
                        new RegisterStudies(
                                ORGANIZATION,
                                List.of(
                                        new StudyRecord(STUDY, STUDY_OPENING.commitment(), 1, false),
                                        new StudyRecord(
                                                new StudyRef(sha("another study")), sha("its commitment"), 4, true)),
                                EXPIRES)),
                entry(
                        "RecordConsent",
                        new RecordConsent(
                                SUBJECT,
                                CONSENT,
                                SEQUENCE,
                                TERMS_OPENING.commitment(),
                                new KeySignature(key(2), SIGNATURE),
                                EXPIRES)),
                entry("CloseConsent", new CloseConsent(SUBJECT, CONSENT, CloseConsent.ClosedAs.ENTERED_IN_ERROR)),
                entry("UpdateOrganization", new UpdateOrganization(PROFILE, 2, EXPIRES)),
                entry("SuspendOrganization", new SuspendOrganization(ORGANIZATION, 3, EXPIRES)),
                entry("ReinstateOrganization", new ReinstateOrganization(ORGANIZATION, 4, EXPIRES)),
                entry("FreezeSubject", new FreezeSubject(SUBJECT, 1)),
                entry("UnfreezeSubject", new UnfreezeSubject(SUBJECT, 2, EXPIRES)),
                entry("RotateSubjectKey", new RotateSubjectKey(SUBJECT, 3, key(4), CustodyMode.SELF, EXPIRES)),
                entry("SetGuardians", new SetGuardians(SUBJECT, 4, List.of(key(6), key(5)), GUARDIANSHIP, EXPIRES)),
                entry("SetDelegates", new SetDelegates(SUBJECT, 5, List.of(key(7)), List.of(key(3)), EXPIRES)),
                entry("RecoverSubject", new RecoverSubject(SUBJECT, 6, key(1), CustodyMode.SELF, EXPIRES)),
                entry("VetoRecovery", new VetoRecovery(SUBJECT, 6)),
                entry("DeclareEmergency", new DeclareEmergency(ORGANIZATION, 1, sha("emergency"), EXPIRES)),
                entry("AnchorAccessLog", new AnchorAccessLog(ORGANIZATION, 2, sha("log"), 17, EXPIRES)),
                entry("RequestErasure", new RequestErasure(SUBJECT, 7, EXPIRES)),
                entry("AcknowledgeErasure", new AcknowledgeErasure(SUBJECT, 8, EXPIRES)),
                entry("ProposeChange", new ProposeChange(1, SET_VALIDATOR, EXPIRES)),
                entry("ApproveChange", new ApproveChange(1, ChangeDigest.of(SET_VALIDATOR), EXPIRES)));
    }

    /** One change of each kind, by the name of its kind. */
    public static Map<String, Change> changes() {
        return Map.of(
                "SetAccreditors", new Change.SetAccreditors(List.of(key(7), key(5)), 2),
                "SetValidator", SET_VALIDATOR,
                "SetLimits", new Change.SetLimits(LIMITS),
                "ScheduleUpgrade", new Change.ScheduleUpgrade(new Upgrade(5_000, 2)));
    }

    /** One leaf of each kind, by the name of its kind. */
    public static Map<String, Leaf> leaves() {
        return Map.of(
                "Governance",
                        new GovernanceLeaf(
                                List.of(key(7), key(5), key(6)),
                                2,
                                List.of(
                                        new ValidatorPower(sha("validator 2"), 10, Optional.empty()),
                                        new ValidatorPower(sha("validator 1"), 11, Optional.of(ORGANIZATION))),
                                LIMITS,
                                1,
                                Optional.of(new Upgrade(5_000, 2)),
                                3,
                                List.of(1L, 3L),
                                List.of(new Offence(sha("validator 3"), 99, true))),
                "Organization",
                        new OrganizationLeaf(
                                PROFILE,
                                1,
                                0,
                                Emergencies.NONE.declare(sha("emergency"), new DailyCount(20_467, 1)),
                                1_000_000,
                                EXPIRES.plusMillis(250)),
                "Subject",
                        new SubjectLeaf(
                                ORGANIZATION,
                                List.of(
                                        new SubjectKey(key(3), Authority.CUSTODIAN),
                                        new SubjectKey(key(4), Authority.SELF)),
                                CustodyMode.SELF,
                                GUARDIANSHIP,
                                Optional.of(new Recovery(key(1), CustodyMode.SELF, 6, EXPIRES.plusMillis(1))),
                                SEQUENCE,
                                6,
                                Optional.of(Authority.GUARDIAN),
                                Erasure.REQUESTED,
                                2,
                                OpenConsents.root(CONSENTS),
                                new DailyCount(20_467, 3)),
                "Study", new StudyLeaf(ORGANIZATION, STUDY_OPENING.commitment(), 3, true),
                "AccessLog", new AccessLogLeaf(2, sha("log"), 17),
                "ClosedConsent", new ClosedConsentLeaf(),
                "Proposal", new ProposalLeaf(SET_VALIDATOR, List.of(key(6), key(5)), EXPIRES.plusMillis(3), true));
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
