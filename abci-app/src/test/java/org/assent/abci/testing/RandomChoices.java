package org.assent.abci.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.assent.abci.model.ModelLedger;
import org.assent.abci.model.ModelOrganization;
import org.assent.abci.model.ModelSubject;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.OrganizationKey;

/** What random transactions are made of: whom they are about, who signs, and numbers that are mostly right. */
final class RandomChoices {

    static final List<String> HOSPITALS = List.of("north", "south", "east", "west");
    private static final int POOL = 24;

    final Random random;
    final ModelLedger model;
    final Names names = new Names();

    RandomChoices(Random random, ModelLedger model) {
        this.random = random;
        this.model = model;
        for (int i = 1; i <= 5; i++) {
            names.signer("accreditor " + i);
        }
        for (int i = 0; i < POOL; i++) {
            names.signer("pool " + i);
        }
    }

    void voters(long height, Set<PublicKey> signers) {
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

    void accreditors(Set<PublicKey> signers) {
        List<PublicKey> known = new ArrayList<>(new TreeSet<>(model.network().accreditors()));
        Collections.shuffle(known, random);
        signers.addAll(known.subList(
                0,
                random.nextInt(10) == 0
                        ? model.network().threshold() - 1
                        : model.network().threshold()));
    }

    void authorities(ModelSubject subject, Set<PublicKey> signers) {
        if (random.nextInt(3) == 0) {
            signers.addAll(some(subject.ranked(any(List.of(Authority.values())))));
        } else {
            signers.addAll(own(subject));
        }
    }

    void guardians(ModelSubject subject, long height, Set<PublicKey> signers) {
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

    Set<PublicKey> sourceKeys(ModelSubject subject, long height) {
        return keys(
                Optional.ofNullable(model.members().get(subject.source())), OrganizationKey.Role.TRANSACTION, height);
    }

    /** The keys, in an order that does not hang on hash codes. */
    static Set<PublicKey> keys(Optional<ModelOrganization> member, OrganizationKey.Role role, long height) {
        return new TreeSet<>(member.map(known -> known.keys(role, height)).orElse(Set.of()));
    }

    static List<PublicKey> own(ModelSubject subject) {
        return subject.ranked(subject.ownRank());
    }

    long counter(ModelSubject subject) {
        return near(subject.counter() + 1);
    }

    CustodyMode custody(ModelSubject subject) {
        return random.nextInt(5) == 0 ? any(List.of(CustodyMode.values())) : subject.custody();
    }

    PublicKey newKey(ModelSubject subject) {
        return random.nextInt(10) == 0 && !subject.keys().isEmpty()
                ? any(new TreeSet<>(subject.keys().keySet()))
                : random.nextInt(4) == 0 ? pool() : names.key("new key " + random.nextInt(60));
    }

    Map.Entry<SubjectId, ModelSubject> subject() {
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

    long near(long right) {
        int kind = random.nextInt(24);
        return Math.max(1, kind == 0 ? right - 1 : kind == 1 ? right + 1 : right);
    }

    ConsentId consent(int number) {
        return ConsentId.of(Arrays.copyOf(Keys.bytes("consent " + number).toByteArray(), ConsentId.LENGTH));
    }

    PublicKey pool() {
        return names.key("pool " + random.nextInt(POOL));
    }

    List<PublicKey> pool(int count) {
        Set<PublicKey> chosen = new TreeSet<>();
        while (chosen.size() < count) {
            chosen.add(pool());
        }
        return List.copyOf(chosen);
    }

    Set<PublicKey> some(Collection<PublicKey> keys) {
        Set<PublicKey> chosen = new LinkedHashSet<>();
        for (PublicKey key : keys) {
            if (random.nextInt(3) > 0) {
                chosen.add(key);
            }
        }
        return chosen;
    }

    <T> T any(Collection<T> things) {
        return new ArrayList<>(things).get(random.nextInt(things.size()));
    }

    OrganizationId id(String name) {
        return OrganizationId.of(names.key(name + " root 0"));
    }

    Instant expires(Instant time) {
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
}
