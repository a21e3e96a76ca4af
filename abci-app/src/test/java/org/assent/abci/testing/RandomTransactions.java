package org.assent.abci.testing;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.assent.abci.model.ModelLedger;
import org.assent.abci.model.ModelOrganization;
import org.assent.abci.model.ModelSubject;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
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
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.assent.ledger.transaction.UpdateOrganization;
import org.assent.ledger.transaction.VetoRecovery;

/** One random transaction of any kind, made with a look at the model so that most could take effect, and often spoilt. */
final class RandomTransactions {

    private static final List<String> HOSPITALS = List.of("north", "south", "east", "west");
    private static final int KINDS = 24;
    private static final int POOL = 24;

    private final Random random;
    private final ModelLedger model;
    private final Names names = new Names();
    private final TransactionSigner signer = new TransactionSigner(Hospital.CHAIN);
    private final UnaryOperator<Bytes> mutation;
    private int serial;

    /** Bodies are changed by the mutation before they are signed. */
    RandomTransactions(Random random, ModelLedger model, UnaryOperator<Bytes> mutation) {
        this.mutation = mutation;
        this.random = random;
        this.model = model;
        for (int i = 1; i <= 5; i++) {
            names.signer("accreditor " + i);
        }
        for (int i = 0; i < POOL; i++) {
            names.signer("pool " + i);
        }
    }

    /** Three members come in, and some patients. */
    List<ByteString> beginning(Instant time) {
        List<ByteString> block = new ArrayList<>();
        Instant soon = time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(300);
        for (String name : HOSPITALS.subList(0, 3)) {
            OrganizationProfile profile = profile(name, false);
            block.add(bytes(signer.sign(
                    new RegisterOrganization(profile, soon),
                    names.signer(name + " root 0"),
                    names.signer("accreditor 1"),
                    names.signer("accreditor 2"))));
            for (int i = 0; i < 4; i++) {
                P256Signer key = names.signer(name + " first key " + i);
                block.add(bytes(signer.sign(
                        new EnrollSubject(
                                profile.organization(),
                                key.publicKey(),
                                i == 0 ? CustodyMode.SELF : CustodyMode.CUSTODIAN,
                                soon),
                        key,
                        names.signer(name + " transaction 0"))));
            }
        }
        return block;
    }

    /** The next one. */
    ByteString next(long height, Instant time) {
        Set<PublicKey> signers = new LinkedHashSet<>();
        Transaction transaction = transaction(height, time, signers);
        spoil(signers);
        while (signers.size() > SignedTransaction.MAX_SIGNATURES) {
            signers.remove(signers.iterator().next());
        }
        String chain = random.nextInt(60) == 0 ? "another-chain" : Hospital.CHAIN;
        Bytes body = mutation.apply(TransactionCodec.encodeBody(transaction));
        Bytes32 payload = SigningPayload.transaction(chain, body);
        List<P256Signer> known = names.of(signers);
        return bytes(new SignedTransaction(
                body,
                (known.isEmpty() ? names.of(List.of(pool())) : known)
                        .stream()
                                .map(key -> new KeySignature(key.publicKey(), key.sign(payload)))
                                .toList()));
    }

    private void spoil(Set<PublicKey> signers) {
        int kind = random.nextInt(16);
        if (kind == 0 && !signers.isEmpty()) {
            signers.remove(any(signers));
        }
        if (kind <= 1) {
            signers.add(pool());
        }
        if (signers.isEmpty()) {
            signers.add(pool());
        }
    }

    private Transaction transaction(long height, Instant time, Set<PublicKey> signers) {
        int kind = random.nextInt(KINDS);
        Instant expires = expires(time);
        return switch (kind) {
            case 0 -> registerOrganization(expires, signers);
            case 1 -> updateOrganization(height, expires, signers);
            case 2 -> suspension(expires, signers);
            case 3 -> enroll(height, expires, signers);
            case 4 -> studies(height, expires, signers);
            case 5, 6, 7 -> recordConsent(height, expires, signers);
            case 8 -> close(signers);
            case 9 -> freeze(height, signers);
            case 10 -> {
                Map.Entry<SubjectId, ModelSubject> of = subject();
                signers.addAll(own(of.getValue()));
                yield new UnfreezeSubject(of.getKey(), counter(of.getValue()), expires);
            }
            case 11 -> rotate(expires, signers);
            case 12 -> setGuardians(expires, signers);
            case 13 -> setDelegates(expires, signers);
            case 14, 15 -> recover(height, expires, signers);
            case 16 -> veto(signers);
            case 17 -> emergency(height, expires, signers);
            case 18 -> anchor(height, expires, signers);
            case 19 -> random.nextInt(6) == 0 ? requestErasure(height, expires, signers) : close(signers);
            case 20 -> acknowledge(height, expires, signers);
            case 21 -> propose(height, expires, signers);
            default -> approve(height, expires, signers);
        };
    }

    private Transaction registerOrganization(Instant expires, Set<PublicKey> signers) {
        String name = any(HOSPITALS);
        OrganizationProfile profile = profile(name, random.nextInt(4) == 0);
        signers.add(profile.firstRootKey());
        accreditors(signers);
        return new RegisterOrganization(profile, expires);
    }

    private Transaction updateOrganization(long height, Instant expires, Set<PublicKey> signers) {
        String name = any(HOSPITALS);
        OrganizationProfile profile = profile(name, true);
        Optional<ModelOrganization> member = Optional.ofNullable(model.members().get(profile.organization()));
        signers.addAll(keys(member, OrganizationKey.Role.ROOT, height));
        if (random.nextInt(3) > 0) {
            accreditors(signers);
        }
        return new UpdateOrganization(
                profile,
                Math.max(2, near(member.map(ModelOrganization::revisions).orElse(1L) + 1)),
                expires);
    }

    private Transaction suspension(Instant expires, Set<PublicKey> signers) {
        OrganizationId id = id(any(HOSPITALS));
        Optional<ModelOrganization> member = Optional.ofNullable(model.members().get(id));
        accreditors(signers);
        boolean suspended = member.map(ModelOrganization::suspended).orElse(false);
        boolean reinstate = random.nextInt(8) == 0 ? !suspended : suspended;
        long revision =
                Math.max(2, near(member.map(ModelOrganization::revisions).orElse(1L) + 1));
        if (!reinstate && random.nextInt(3) > 0) {
            reinstate = true; // rather too few suspensions than a network out of force
        }
        return reinstate
                ? new ReinstateOrganization(id, revision, expires)
                : new SuspendOrganization(id, revision, expires);
    }

    private Transaction enroll(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId source = id(any(HOSPITALS));
        PublicKey first = names.key(
                random.nextInt(3) == 0 ? "north first key " + random.nextInt(4) : "patient " + random.nextInt(400));
        signers.add(first);
        signers.addAll(
                keys(Optional.ofNullable(model.members().get(source)), OrganizationKey.Role.TRANSACTION, height));
        return new EnrollSubject(source, first, any(List.of(CustodyMode.values())), expires);
    }

    private Transaction studies(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId source = id(any(HOSPITALS));
        signers.addAll(
                keys(Optional.ofNullable(model.members().get(source)), OrganizationKey.Role.TRANSACTION, height));
        Map<StudyRef, StudyRecord> records = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            StudyRef study =
                    new StudyRef(Keys.bytes("study " + source.toHex().charAt(random.nextInt(4)) + random.nextInt(6)));
            records.put(
                    study,
                    new StudyRecord(
                            study,
                            Keys.bytes("study record " + random.nextInt(3)),
                            near(model.revision(study) + 1),
                            random.nextInt(5) == 0));
        }
        return new RegisterStudies(source, List.copyOf(records.values()), expires);
    }

    private Transaction recordConsent(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        authorities(of.getValue(), signers);
        ConsentId consent = random.nextInt(3) == 0 && !of.getValue().open().isEmpty()
                ? any(new TreeSet<>(of.getValue().open().keySet()))
                : consent(random.nextInt(30) == 0 ? random.nextInt(40) : serial++);
        if (random.nextInt(20) == 0 && !of.getValue().closed().isEmpty()) {
            consent = any(new TreeSet<>(of.getValue().closed()));
        }
        long sequence = near(of.getValue().sequence() + 1);
        Bytes32 commitment = Keys.bytes("terms " + random.nextInt(1_000));
        Set<PublicKey> service = keys(
                Optional.ofNullable(model.members().get(of.getValue().source())), OrganizationKey.Role.SERVICE, height);
        List<P256Signer> vouching = names.of(service.isEmpty() || random.nextInt(20) == 0 ? Set.of(pool()) : service);
        return new RecordConsent(
                of.getKey(),
                consent,
                sequence,
                commitment,
                signer.vouch(
                        vouching.isEmpty() ? names.of(Set.of(pool())).getFirst() : any(vouching),
                        of.getKey(),
                        consent,
                        random.nextInt(20) == 0 ? sequence + 1 : sequence,
                        commitment),
                expires);
    }

    private Transaction close(Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        authorities(of.getValue(), signers);
        Set<ConsentId> known = new TreeSet<>(of.getValue().open().keySet());
        if (known.isEmpty() || random.nextInt(8) == 0) {
            known.addAll(of.getValue().closed());
            known.add(consent(random.nextInt(40)));
        }
        return new CloseConsent(of.getKey(), any(known), any(List.of(CloseConsent.ClosedAs.values())));
    }

    private Transaction freeze(long height, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        if (random.nextBoolean()) {
            signers.addAll(own(of.getValue()));
        } else {
            guardians(of.getValue(), height, signers);
        }
        return new FreezeSubject(of.getKey(), counter(of.getValue()));
    }

    private Transaction rotate(Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        PublicKey newKey = newKey(of.getValue());
        signers.addAll(own(of.getValue()));
        signers.add(newKey);
        return new RotateSubjectKey(of.getKey(), counter(of.getValue()), newKey, custody(of.getValue()), expires);
    }

    private Transaction setGuardians(Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        signers.addAll(own(of.getValue()));
        if (random.nextInt(3) > 0) {
            signers.addAll(some(of.getValue().ranked(Authority.GUARDIAN)));
        }
        Guardianship.Policy policy =
                random.nextInt(3) > 0 ? Guardianship.Policy.KEYS : any(List.of(Guardianship.Policy.values()));
        Duration delay = Duration.ofDays(1 + random.nextInt(8));
        if (policy != Guardianship.Policy.KEYS) {
            return new SetGuardians(
                    of.getKey(), counter(of.getValue()), List.of(), new Guardianship(policy, 0, delay), expires);
        }
        List<PublicKey> guardians = pool(1 + random.nextInt(3));
        return new SetGuardians(
                of.getKey(),
                counter(of.getValue()),
                guardians,
                new Guardianship(policy, 1 + random.nextInt(guardians.size()), delay),
                expires);
    }

    private Transaction setDelegates(Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        signers.addAll(own(of.getValue()));
        List<PublicKey> present = of.getValue().ranked(Authority.CUSTODIAN);
        List<PublicKey> custodians = of.getValue().custody() == CustodyMode.CUSTODIAN
                ? present
                : some(present).stream().toList();
        if (random.nextInt(12) == 0) {
            custodians = pool(1);
        }
        return new SetDelegates(of.getKey(), counter(of.getValue()), pool(random.nextInt(3)), custodians, expires);
    }

    private Transaction recover(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        PublicKey newKey = newKey(of.getValue());
        guardians(of.getValue(), height, signers);
        signers.add(newKey);
        return new RecoverSubject(of.getKey(), counter(of.getValue()), newKey, custody(of.getValue()), expires);
    }

    private Transaction veto(Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        signers.addAll(own(of.getValue()));
        long recovery = of.getValue()
                .recovery()
                .map(ModelSubject.Begun::counter)
                .orElse(1L + random.nextInt((int) of.getValue().counter() + 2));
        return new VetoRecovery(of.getKey(), near(recovery));
    }

    private Transaction emergency(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId id = id(any(HOSPITALS));
        Optional<ModelOrganization> member = Optional.ofNullable(model.members().get(id));
        signers.addAll(keys(member, OrganizationKey.Role.TRANSACTION, height));
        return new DeclareEmergency(
                id,
                near(member.map(ModelOrganization::emergencies).orElse(0L) + 1),
                Keys.bytes("emergency " + random.nextInt(3)),
                expires);
    }

    private Transaction anchor(long height, Instant expires, Set<PublicKey> signers) {
        OrganizationId id = id(any(HOSPITALS));
        Optional<ModelOrganization> member = Optional.ofNullable(model.members().get(id));
        signers.addAll(keys(member, OrganizationKey.Role.TRANSACTION, height));
        List<AnchorAccessLog> before = member.map(ModelOrganization::anchors).orElse(List.of());
        long count = before.isEmpty() ? 1 : before.getLast().count();
        return new AnchorAccessLog(
                id,
                near(before.size() + 1L),
                Keys.bytes("log " + random.nextInt(2)),
                Math.max(0, count + random.nextInt(4) - 1),
                expires);
    }

    private Transaction requestErasure(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        signers.addAll(random.nextBoolean() ? own(of.getValue()) : sourceKeys(of.getValue(), height));
        return new RequestErasure(of.getKey(), counter(of.getValue()), expires);
    }

    private Transaction acknowledge(long height, Instant expires, Set<PublicKey> signers) {
        Map.Entry<SubjectId, ModelSubject> of = subject();
        signers.addAll(sourceKeys(of.getValue(), height));
        return new AcknowledgeErasure(of.getKey(), counter(of.getValue()), expires);
    }

    private Transaction propose(long height, Instant expires, Set<PublicKey> signers) {
        voters(height, signers);
        return new ProposeChange(near(model.network().proposals() + 1L), change(height), expires);
    }

    private Transaction approve(long height, Instant expires, Set<PublicKey> signers) {
        voters(height, signers);
        int known = model.network().proposals();
        int number = Math.max(1, known - random.nextInt(3));
        Change change =
                number <= known && random.nextInt(12) > 0 ? model.network().change(number) : change(height);
        return new ApproveChange(number, ChangeDigest.of(change), expires);
    }

    private Change change(long height) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                List<PublicKey> accreditors = new ArrayList<>();
                for (int i = 1; i <= 5; i++) {
                    accreditors.add(names.key("accreditor " + i));
                }
                Collections.shuffle(accreditors, random);
                List<PublicKey> chosen = accreditors.subList(0, 2 + random.nextInt(3));
                yield new Change.SetAccreditors(chosen, 1 + random.nextInt(2));
            }
            case 1 ->
                new Change.SetLimits(
                        random.nextBoolean()
                                ? Limits.DEFAULT
                                : new Limits(
                                        Duration.ofSeconds(1 + random.nextInt(60)),
                                        1 + random.nextInt(3),
                                        1 + random.nextInt(4),
                                        1 + random.nextInt(3),
                                        random.nextInt(3)));
            case 2 ->
                new Change.ScheduleUpgrade(new Upgrade(height + 9 + random.nextInt(6), (int)
                        Math.max(2, model.network().rulesVersion() + random.nextInt(3))));
            default ->
                new Change.SetValidator(
                        RandomTraffic.validatorKey(random.nextInt(8)),
                        id(any(HOSPITALS)),
                        random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(12));
        };
    }

    private void voters(long height, Set<PublicKey> signers) {
        if (random.nextInt(4) > 0) {
            signers.addAll(some(new TreeSet<>(model.network().accreditors())));
        }
        if (random.nextInt(3) == 0) {
            model.network().validators().values().forEach(votes -> votes.owner()
                    .filter(owner -> random.nextInt(3) > 0)
                    .ifPresent(owner -> signers.addAll(
                            keys(Optional.ofNullable(model.members().get(owner)), OrganizationKey.Role.ROOT, height))));
        }
    }

    private void accreditors(Set<PublicKey> signers) {
        List<PublicKey> known = new ArrayList<>(new TreeSet<>(model.network().accreditors()));
        Collections.shuffle(known, random);
        signers.addAll(known.subList(
                0,
                random.nextInt(10) == 0
                        ? model.network().threshold() - 1
                        : model.network().threshold()));
    }

    private void authorities(ModelSubject subject, Set<PublicKey> signers) {
        if (random.nextInt(3) == 0) {
            signers.addAll(some(subject.ranked(any(List.of(Authority.values())))));
        } else {
            signers.addAll(own(subject));
        }
    }

    private void guardians(ModelSubject subject, long height, Set<PublicKey> signers) {
        switch (subject.guardianship().policy()) {
            case SOURCE, NONE -> signers.addAll(sourceKeys(subject, height));
            case KEYS -> {
                List<PublicKey> known = new ArrayList<>(subject.ranked(Authority.GUARDIAN));
                Collections.shuffle(known, random);
                int wanted = random.nextInt(8) == 0
                        ? subject.guardianship().threshold() - 1
                        : subject.guardianship().threshold();
                signers.addAll(known.subList(0, Math.min(wanted, known.size())));
            }
        }
    }

    private Set<PublicKey> sourceKeys(ModelSubject subject, long height) {
        return keys(
                Optional.ofNullable(model.members().get(subject.source())), OrganizationKey.Role.TRANSACTION, height);
    }

    /** The keys, in an order that does not hang on hash codes. */
    private static Set<PublicKey> keys(Optional<ModelOrganization> member, OrganizationKey.Role role, long height) {
        return new TreeSet<>(member.map(known -> known.keys(role, height)).orElse(Set.of()));
    }

    private static List<PublicKey> own(ModelSubject subject) {
        return subject.ranked(subject.ownRank());
    }

    private long counter(ModelSubject subject) {
        return near(subject.counter() + 1);
    }

    private CustodyMode custody(ModelSubject subject) {
        return random.nextInt(5) == 0 ? any(List.of(CustodyMode.values())) : subject.custody();
    }

    private PublicKey newKey(ModelSubject subject) {
        return random.nextInt(10) == 0 && !subject.keys().isEmpty()
                ? any(new TreeSet<>(subject.keys().keySet()))
                : random.nextInt(4) == 0 ? pool() : names.key("new key " + random.nextInt(60));
    }

    private Map.Entry<SubjectId, ModelSubject> subject() {
        if (random.nextInt(40) == 0) {
            PublicKey stranger = names.key("never enrolled");
            return Map.entry(SubjectId.of(stranger), ModelSubject.stranger(id("north"), stranger));
        }
        Map<SubjectId, ModelSubject> subjects = model.subjects();
        SubjectId chosen = any(new TreeSet<>(subjects.keySet()));
        if (known(subjects, chosen).erasure() != Erasure.NONE && random.nextInt(6) > 0) {
            chosen = any(new TreeSet<>(subjects.keySet())); // rather a living one
        }
        return Map.entry(chosen, known(subjects, chosen));
    }

    private static ModelSubject known(Map<SubjectId, ModelSubject> subjects, SubjectId id) {
        return Objects.requireNonNull(subjects.get(id));
    }

    private Instant expires(Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.SECONDS);
        return switch (random.nextInt(30)) {
            case 0 -> now.minusSeconds(1);
            case 1 -> now;
            case 2 -> now.plusSeconds(600);
            case 3 -> now.plusSeconds(601);
            case 4 -> now.plusSeconds(7 * 86_400);
            case 5 -> now.plusSeconds(7 * 86_400 + 1);
            default -> now.plusSeconds(300);
        };
    }

    private long near(long right) {
        int kind = random.nextInt(24);
        return Math.max(1, kind == 0 ? right - 1 : kind == 1 ? right + 1 : right);
    }

    private ConsentId consent(int number) {
        return ConsentId.of(Arrays.copyOf(Keys.bytes("consent " + number).toByteArray(), ConsentId.LENGTH));
    }

    private PublicKey pool() {
        return names.key("pool " + random.nextInt(POOL));
    }

    private List<PublicKey> pool(int count) {
        Set<PublicKey> chosen = new TreeSet<>();
        while (chosen.size() < count) {
            chosen.add(pool());
        }
        return List.copyOf(chosen);
    }

    private Set<PublicKey> some(Collection<PublicKey> keys) {
        Set<PublicKey> chosen = new LinkedHashSet<>();
        for (PublicKey key : keys) {
            if (random.nextInt(3) > 0) {
                chosen.add(key);
            }
        }
        return chosen;
    }

    private <T> T any(Collection<T> things) {
        return new ArrayList<>(things).get(random.nextInt(things.size()));
    }

    private OrganizationId id(String name) {
        return OrganizationId.of(names.key(name + " root 0"));
    }

    /** A profile; with a change, other keys, flags and nodes than it began with. */
    private OrganizationProfile profile(String name, boolean changed) {
        List<OrganizationKey> keys = new ArrayList<>();
        keys.add(key(OrganizationKey.Role.ROOT, name + " root " + (changed && random.nextInt(6) == 0 ? 1 : 0), false));
        keys.add(key(
                OrganizationKey.Role.TRANSACTION, name + " transaction " + (changed ? random.nextInt(2) : 0), changed));
        keys.add(key(OrganizationKey.Role.SERVICE, name + " service " + (changed ? random.nextInt(2) : 0), changed));
        if (changed && random.nextBoolean()) {
            keys.add(key(OrganizationKey.Role.ROOT, name + " root 2", false));
        }
        Set<OrganizationProfile.Flag> flags =
                changed && random.nextInt(4) == 0 ? Set.of() : Set.of(OrganizationProfile.Flag.EMERGENCY);
        return new OrganizationProfile(
                names.key(name + " root 0"),
                changed && random.nextInt(6) == 0 ? name + " renamed" : name,
                keys,
                List.of("https://" + name + ".example:8443"),
                List.of(Keys.bytes(name + " tls " + (changed ? random.nextInt(3) : 0))),
                flags,
                "urn:ihe:iti:pcf:2023:Policy-deny",
                "urn:ihe:iti:pcf:2023:Policy-deny",
                nodes(name));
    }

    private OrganizationKey key(OrganizationKey.Role role, String name, boolean maybeLimited) {
        return maybeLimited && random.nextInt(8) == 0
                ? new OrganizationKey(role, names.key(name), random.nextInt(40), 40 + random.nextInt(400))
                : OrganizationKey.always(role, names.key(name));
    }

    private List<OrganizationNode> nodes(String name) {
        int number = HOSPITALS.indexOf(name);
        List<OrganizationNode> nodes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            nodes.add(new OrganizationNode(
                    Keys.bytes(name + " node " + i).toHex().substring(0, 40),
                    name + ".example:" + (26656 + i),
                    Optional.of(RandomTraffic.validatorKey(2 * number + i))));
        }
        return nodes;
    }

    private static ByteString bytes(SignedTransaction transaction) {
        return TestChain.bytes(transaction);
    }
}
