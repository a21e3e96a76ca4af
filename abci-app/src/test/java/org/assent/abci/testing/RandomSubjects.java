package org.assent.abci.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assent.abci.model.ModelSubject;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.transaction.AcknowledgeErasure;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RecoverSubject;
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.ledger.transaction.VetoRecovery;

/** What is sent of subjects: enrolments, consents, keys, freezing and erasure. */
final class RandomSubjects {

    private final RandomChoices choose;
    private final TransactionSigner signer = new TransactionSigner(Hospital.CHAIN);
    private int serial;

    RandomSubjects(RandomChoices choose) {
        this.choose = choose;
    }

    Transaction enroll(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId source = choose.id(choose.any(RandomChoices.HOSPITALS));
        PublicKey first = choose.names.key(
                choose.random.nextInt(3) == 0
                        ? "north first key " + choose.random.nextInt(4)
                        : "patient " + choose.random.nextInt(400));
        signers.add(first);
        signers.addAll(RandomChoices.keys(
                Optional.ofNullable(choose.model.members().get(source)), OrganizationKey.Role.TRANSACTION, height));
        return new EnrollSubject(source, first, choose.any(List.of(CustodyMode.values())), expires);
    }

    Transaction recordConsent(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        choose.authorities(of.getValue(), signers);
        ConsentId consent =
                choose.random.nextInt(3) == 0 && !of.getValue().open().isEmpty()
                        ? choose.any(new TreeSet<>(of.getValue().open().keySet()))
                        : choose.consent(choose.random.nextInt(30) == 0 ? choose.random.nextInt(40) : serial++);
        if (choose.random.nextInt(20) == 0 && !of.getValue().closed().isEmpty()) {
            consent = choose.any(new TreeSet<>(of.getValue().closed()));
        }
        long sequence = choose.near(of.getValue().sequence() + 1);
        Bytes32 commitment = Keys.bytes("terms " + choose.random.nextInt(1_000));
        Set<PublicKey> service = RandomChoices.keys(
                Optional.ofNullable(choose.model.members().get(of.getValue().source())),
                OrganizationKey.Role.SERVICE,
                height);
        List<P256Signer> vouching =
                choose.names.of(service.isEmpty() || choose.random.nextInt(20) == 0 ? Set.of(choose.pool()) : service);
        return new RecordConsent(
                of.getKey(),
                consent,
                sequence,
                commitment,
                signer.vouch(
                        vouching.isEmpty()
                                ? choose.names.of(Set.of(choose.pool())).getFirst()
                                : choose.any(vouching),
                        of.getKey(),
                        consent,
                        choose.random.nextInt(20) == 0 ? sequence + 1 : sequence,
                        commitment),
                expires);
    }

    Transaction close(Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        choose.authorities(of.getValue(), signers);
        Set<ConsentId> known = new TreeSet<>(of.getValue().open().keySet());
        if (known.isEmpty() || choose.random.nextInt(8) == 0) {
            known.addAll(of.getValue().closed());
            known.add(choose.consent(choose.random.nextInt(40)));
        }
        return new CloseConsent(of.getKey(), choose.any(known), choose.any(List.of(CloseConsent.ClosedAs.values())));
    }

    Transaction freeze(long height, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        if (choose.random.nextBoolean()) {
            signers.addAll(RandomChoices.own(of.getValue()));
        } else {
            choose.guardians(of.getValue(), height, signers);
        }
        return new FreezeSubject(of.getKey(), choose.counter(of.getValue()));
    }

    Transaction rotate(Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        PublicKey newKey = choose.newKey(of.getValue());
        signers.addAll(RandomChoices.own(of.getValue()));
        signers.add(newKey);
        return new RotateSubjectKey(
                of.getKey(), choose.counter(of.getValue()), newKey, choose.custody(of.getValue()), expires);
    }

    Transaction setGuardians(Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        signers.addAll(RandomChoices.own(of.getValue()));
        if (choose.random.nextInt(3) > 0) {
            signers.addAll(choose.some(of.getValue().ranked(Authority.GUARDIAN)));
        }
        Guardianship.Policy policy = choose.random.nextInt(3) > 0
                ? Guardianship.Policy.KEYS
                : choose.any(List.of(Guardianship.Policy.values()));
        Duration delay = Duration.ofDays(1 + choose.random.nextInt(8));
        if (policy != Guardianship.Policy.KEYS) {
            return new SetGuardians(
                    of.getKey(), choose.counter(of.getValue()), List.of(), new Guardianship(policy, 0, delay), expires);
        }
        List<PublicKey> guardians = choose.pool(1 + choose.random.nextInt(3));
        return new SetGuardians(
                of.getKey(),
                choose.counter(of.getValue()),
                guardians,
                new Guardianship(policy, 1 + choose.random.nextInt(guardians.size()), delay),
                expires);
    }

    Transaction setDelegates(Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        signers.addAll(RandomChoices.own(of.getValue()));
        List<PublicKey> present = of.getValue().ranked(Authority.CUSTODIAN);
        List<PublicKey> custodians = of.getValue().custody() == CustodyMode.CUSTODIAN
                ? present
                : choose.some(present).stream().toList();
        if (choose.random.nextInt(12) == 0) {
            custodians = choose.pool(1);
        }
        return new SetDelegates(
                of.getKey(), choose.counter(of.getValue()), choose.pool(choose.random.nextInt(3)), custodians, expires);
    }

    Transaction recover(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        PublicKey newKey = choose.newKey(of.getValue());
        choose.guardians(of.getValue(), height, signers);
        signers.add(newKey);
        return new RecoverSubject(
                of.getKey(), choose.counter(of.getValue()), newKey, choose.custody(of.getValue()), expires);
    }

    Transaction veto(Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        signers.addAll(RandomChoices.own(of.getValue()));
        long recovery = of.getValue()
                .recovery()
                .map(ModelSubject.Begun::counter)
                .orElse(1L + choose.random.nextInt((int) of.getValue().counter() + 2));
        return new VetoRecovery(of.getKey(), choose.near(recovery));
    }

    Transaction requestErasure(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        signers.addAll(
                choose.random.nextBoolean()
                        ? RandomChoices.own(of.getValue())
                        : choose.sourceKeys(of.getValue(), height));
        return new RequestErasure(of.getKey(), choose.counter(of.getValue()), expires);
    }

    Transaction acknowledge(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = choose.subject();
        signers.addAll(choose.sourceKeys(of.getValue(), height));
        return new AcknowledgeErasure(of.getKey(), choose.counter(of.getValue()), expires);
    }
}
