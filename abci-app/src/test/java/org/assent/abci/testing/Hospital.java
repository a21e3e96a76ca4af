package org.assent.abci.testing;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionSigner;

/** A member organization with all its keys, for making its transactions. */
public final class Hospital {

    /** The chain of all tests. */
    public static final String CHAIN = "assent-test";

    /** The accreditors of the genesis; two of them are needed. */
    public static final List<P256Signer> ACCREDITORS =
            List.of(Keys.signer("accreditor 1"), Keys.signer("accreditor 2"), Keys.signer("accreditor 3"));

    private static final String POLICY = "urn:ihe:iti:pcf:2023:Policy-deny";

    private final String name;
    private final TransactionSigner transactions;
    private final List<OrganizationNode> nodes;

    public Hospital(String name) {
        this(name, CHAIN);
    }

    public Hospital(String name, String chainId) {
        this(name, chainId, List.of());
    }

    /** One with nodes, which may become validators. */
    public Hospital(String name, OrganizationNode... nodes) {
        this(name, CHAIN, List.of(nodes));
    }

    private Hospital(String name, String chainId, List<OrganizationNode> nodes) {
        this.name = name;
        this.transactions = new TransactionSigner(chainId);
        this.nodes = nodes;
    }

    /** The root key. */
    public P256Signer root() {
        return Keys.signer(name + " root");
    }

    /** The transaction key. */
    public P256Signer transaction() {
        return Keys.signer(name + " transaction");
    }

    /** The service key. */
    public P256Signer service() {
        return Keys.signer(name + " service");
    }

    /** Its id. */
    public OrganizationId id() {
        return profile().organization();
    }

    /** What it says of itself. */
    public OrganizationProfile profile() {
        return profile(name, Set.of(), nodes, transaction());
    }

    /** The same under another name, with flags, nodes and another transaction key. */
    public OrganizationProfile profile(
            String publicName,
            Set<OrganizationProfile.Flag> flags,
            List<OrganizationNode> ownNodes,
            P256Signer transactionKey) {
        return new OrganizationProfile(
                root().publicKey(),
                publicName,
                List.of(
                        key(OrganizationKey.Role.ROOT, root()),
                        key(OrganizationKey.Role.TRANSACTION, transactionKey),
                        key(OrganizationKey.Role.SERVICE, service())),
                List.of("https://" + name + ".example:8443"),
                List.of(Keys.bytes(name + " tls")),
                flags,
                POLICY,
                POLICY,
                ownNodes);
    }

    /** A node of it whose validator has this key. */
    public OrganizationNode node(Bytes32 validator) {
        return new OrganizationNode(
                Keys.bytes(name + " node").toHex().substring(0, 40), name + ".example:26656", Optional.of(validator));
    }

    private static OrganizationKey key(OrganizationKey.Role role, P256Signer signer) {
        return new OrganizationKey(role, signer.publicKey(), 0, Long.MAX_VALUE);
    }

    /** Signs any transaction with the given keys. */
    public SignedTransaction sign(Transaction transaction, Signer... signers) {
        return transactions.sign(transaction, signers);
    }

    /** Its registration, vouched for by two accreditors. */
    public SignedTransaction register(Instant expires) {
        return sign(new RegisterOrganization(profile(), expires), root(), ACCREDITORS.get(0), ACCREDITORS.get(2));
    }

    /** The key that the hospital keeps for a patient. */
    public P256Signer patientKey(String patient) {
        return Keys.signer(name + " patient " + patient);
    }

    /** The patient's pseudonym here. */
    public SubjectId subject(String patient) {
        return SubjectId.of(patientKey(patient).publicKey());
    }

    /** Enrols a patient in the hospital's custody. */
    public SignedTransaction enroll(String patient, Instant expires) {
        return sign(
                new EnrollSubject(id(), patientKey(patient).publicKey(), CustodyMode.CUSTODIAN, expires),
                transaction(),
                patientKey(patient));
    }

    /** A study of the hospital. */
    public StudyRef study(String study) {
        return new StudyRef(Keys.bytes(name + " study " + study));
    }

    /** Registers studies in the given revision. */
    public SignedTransaction registerStudies(long revision, Instant expires, String... studies) {
        List<StudyRecord> records = Arrays.stream(studies)
                .map(study ->
                        new StudyRecord(study(study), Keys.bytes(study + " commitment " + revision), revision, false))
                .toList();
        return sign(new RegisterStudies(id(), records, expires), transaction());
    }

    /** The id of a consent. */
    public ConsentId consent(String consent) {
        return ConsentId.of(
                Arrays.copyOf(Keys.bytes(name + " consent " + consent).toByteArray(), ConsentId.LENGTH));
    }

    /** Records a consent of a patient, signed with the key in custody and vouched for. */
    public SignedTransaction record(String patient, String consent, long sequence, Instant expires) {
        return record(patient, consent, sequence, expires, patientKey(patient));
    }

    /** Records a consent of a patient, signed with another key. */
    public SignedTransaction record(String patient, String consent, long sequence, Instant expires, Signer... signers) {
        Bytes32 commitment = Keys.bytes(consent + " terms " + sequence);
        return sign(
                new RecordConsent(
                        subject(patient),
                        consent(consent),
                        sequence,
                        commitment,
                        transactions.vouch(service(), subject(patient), consent(consent), sequence, commitment),
                        expires),
                signers);
    }

    /** Closes a consent of a patient, signed with the key in custody. */
    public SignedTransaction close(String patient, String consent) {
        return close(patient, consent, patientKey(patient));
    }

    /** Closes a consent of a patient, signed with another key. */
    public SignedTransaction close(String patient, String consent, Signer... signers) {
        return sign(new CloseConsent(subject(patient), consent(consent), CloseConsent.ClosedAs.INACTIVE), signers);
    }
}
