package org.assent.abci.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The attack script against ledger property L5. The attacker has every byte that was ever committed, knows all persons with all
 * their words and studies, and guesses; each attack reports its advantage over guessing blindly: 0 is nothing learnt, 1 is
 * everything. Each is also run on a network that was built wrongly, which it must break.
 */
@Tag("L5")
class PrivacyAttackTest {

    private static final int PERSONS = 24;

    /** The most by which guessing right may exceed chance in the fixed runs: some 5 standard deviations of 96 guesses. */
    private static final double BOUND = 0.1;

    @Test
    @Tag("GD-01")
    @Tag("GD-03")
    @Tag("TH-08")
    void shouldFindNoWordOfTheDictionaryOnTheChainInAnyForm() {
        assertThat(dictionaryAdvantage(PrivateNetwork.Leak.NONE)).isZero();
    }

    @Test
    @Tag("GD-01")
    @Tag("TH-08")
    void shouldHaveNoCanaryInAnyCommittedByte() {
        try (PrivateNetwork network = new PrivateNetwork(6, 16, PrivateNetwork.Leak.NONE)) {
            List<String> canaries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Person person = Person.of(i, 2 * PrivateNetwork.STUDIES);
                person.words().forEach(word -> canaries.addAll(List.of(word.split("[\\^ ,-]+"))));
                canaries.addAll(person.studies());
            }
            canaries.removeIf(canary -> canary.length() < 5);
            assertThat(canaries).hasSizeGreaterThan(100);
            for (byte[] bytes : network.chain.all) {
                String latin = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
                String utf8 = new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
                for (String canary : canaries) {
                    assertThat(latin).doesNotContain(canary.toLowerCase(Locale.ROOT));
                    assertThat(utf8).doesNotContain(canary.toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    @Test
    @Tag("GD-03")
    void shouldFindTheStudiesWhenTheirHashesHaveNoSalt() {
        assertThat(dictionaryAdvantage(PrivateNetwork.Leak.UNSALTED_STUDY))
                .as("the attack would see it: all UIDs, of 10 words a person")
                .isGreaterThan(0.5);
    }

    @Test
    @Tag("GD-06")
    void shouldNotTellThatTwoSubjectsAreOnePerson() {
        assertThat(personAdvantage(PrivateNetwork.Leak.NONE)).isLessThan(BOUND);
    }

    @Test
    @Tag("GD-06")
    void shouldTellThatTwoSubjectsAreOnePersonWhenTheirCommitmentsAreAlike() {
        assertThat(personAdvantage(PrivateNetwork.Leak.SAME_COMMITMENT)).isGreaterThan(0.9);
    }

    @Test
    @Tag("GD-02")
    @Tag("GD-06")
    void shouldNotTellWhoseAStudyIs() {
        assertThat(studyAdvantage(PrivateNetwork.Leak.NONE)).isLessThan(BOUND);
    }

    @Test
    @Tag("GD-02")
    void shouldTellWhoseAStudyIsWhenTheCommitmentHasNoSalt() {
        assertThat(studyAdvantage(PrivateNetwork.Leak.SUBJECT_IN_STUDY)).isGreaterThan(0.9);
    }

    @Test
    @Tag("GD-02")
    void shouldNotTellWhichStudiesAreOfOnePseudonym() {
        try (PrivateNetwork network = new PrivateNetwork(3, PERSONS, PrivateNetwork.Leak.NONE)) {
            PublicChain chain = network.chain;
            Random random = new Random(4);
            int right = 0;
            int guesses = 0;
            double chance = 0;
            for (StudyRef study : sorted(chain.sourceOfStudy.keySet())) {
                List<StudyRef> others = sorted(chain.sourceOfStudy.keySet().stream()
                        .filter(other -> !other.equals(study) && sameSource(chain, other, study))
                        .toList());
                StudyRef guess = new LinkAttack<>(others, chain.ofStudy, random)
                        .guess(chain.ofStudy.getOrDefault(study, List.of()));
                guesses++;
                right += subject(network, guess).equals(subject(network, study)) ? 1 : 0;
                chance += (PrivateNetwork.STUDIES - 1.0) / others.size();
            }
            assertThat(report("studies of one pseudonym", right, guesses, chance))
                    .isLessThan(BOUND);
        }
    }

    @Test
    @Tag("GD-01")
    void shouldNotShowTheRecipientInWhatIsRecordedOfAConsent() {
        try (PrivateNetwork network = new PrivateNetwork(5, 8, PrivateNetwork.Leak.NONE)) {
            OrganizationId recipient = new Hospital("east").id();
            DictionaryAttack attack = new DictionaryAttack(network.chain.consents, publicValues(network.chain));
            assertThat(attack.finds(recipient.toHex())).isFalse();
            assertThat(Windows.of(network.chain.consents))
                    .doesNotContain(Windows.first(recipient.value().toByteArray()));
            for (int i = 0; i < 8; i++) {
                assertThat(attack.finds(PrivateNetwork.terms(Person.of(i, 0))))
                        .as("all terms are known to the attacker")
                        .isFalse();
            }
        }
    }

    /** How much more often a word that the hospitals hold is found than one that they do not. */
    private static double dictionaryAdvantage(PrivateNetwork.Leak leak) {
        try (PrivateNetwork network = new PrivateNetwork(1, 8, leak)) {
            DictionaryAttack attack = new DictionaryAttack(network.chain.all, publicValues(network.chain));
            int real = 0;
            int decoys = 0;
            int words = 0;
            for (int i = 0; i < 8; i++) {
                Person person = Person.of(i, 2 * PrivateNetwork.STUDIES);
                Person decoy = Person.of(i + 100, 2 * PrivateNetwork.STUDIES);
                words += person.words().size() + person.studies().size();
                real += found(attack, person);
                decoys += found(attack, decoy);
            }
            double advantage = (double) (real - decoys) / words;
            System.out.printf(
                    Locale.ROOT,
                    "attack, dictionary, leak %s: %d of %d words, %d of %d decoys, advantage %.3f%n",
                    leak,
                    real,
                    words,
                    decoys,
                    words,
                    advantage);
            return advantage;
        }
    }

    private static int found(DictionaryAttack attack, Person person) {
        List<String> words = new ArrayList<>(person.words());
        words.addAll(person.studies());
        return (int) words.stream().filter(attack::finds).count();
    }

    /** Of each subject at one hospital, which one at the other is the same person. */
    private static double personAdvantage(PrivateNetwork.Leak leak) {
        int right = 0;
        int guesses = 0;
        double chance = 0;
        for (long seed = 10; seed < 12; seed++) {
            try (PrivateNetwork network = new PrivateNetwork(seed, PERSONS, leak)) {
                PublicChain chain = network.chain;
                Random random = new Random(seed);
                for (SubjectId subject : subjects(chain)) {
                    List<SubjectId> others = subjects(chain).stream()
                            .filter(other -> !source(chain, other).equals(source(chain, subject)))
                            .toList();
                    SubjectId guess = new LinkAttack<>(others, chain.ofSubject, random)
                            .guess(chain.ofSubject.getOrDefault(subject, List.of()));
                    guesses++;
                    right += person(network, guess).equals(person(network, subject)) ? 1 : 0;
                    chance += 1.0 / others.size();
                }
            }
        }
        return report("persons, leak " + leak, right, guesses, chance);
    }

    /** Of each study, whose of the source's subjects it is; everything that a commitment could be made of is tried. */
    private static double studyAdvantage(PrivateNetwork.Leak leak) {
        try (PrivateNetwork network = new PrivateNetwork(2, PERSONS, leak)) {
            PublicChain chain = network.chain;
            Random random = new Random(2);
            int right = 0;
            int guesses = 0;
            double chance = 0;
            for (StudyRef study : sorted(chain.sourceOfStudy.keySet())) {
                List<SubjectId> candidates = subjects(chain).stream()
                        .filter(subject -> source(chain, subject).equals(chain.sourceOfStudy.get(study)))
                        .toList();
                List<byte[]> bytes = chain.ofStudy.getOrDefault(study, List.of());
                SubjectId guess = computed(study, candidates, bytes)
                        .orElseGet(() -> new LinkAttack<>(candidates, chain.ofSubject, random).guess(bytes));
                guesses++;
                right += subject(network, study).equals(guess) ? 1 : 0;
                chance += 1.0 / candidates.size();
            }
            return report("studies to subjects, leak " + leak, right, guesses, chance);
        }
    }

    private static Optional<SubjectId> computed(StudyRef study, List<SubjectId> candidates, List<byte[]> bytes) {
        var windows = Windows.of(bytes);
        byte[] ref = study.value().toByteArray();
        byte[] zero = new byte[32];
        for (SubjectId candidate : candidates) {
            byte[] subject = candidate.value().toByteArray();
            for (byte[][] parts : List.of(
                    new byte[][] {subject},
                    new byte[][] {ref, subject},
                    new byte[][] {subject, ref},
                    new byte[][] {zero, ref, subject},
                    new byte[][] {ref, ref, subject},
                    new byte[][] {zero, ref, subject, zero},
                    new byte[][] {subject, ref, subject, zero})) {
                for (Domain domain : Domain.values()) {
                    if (windows.contains(Windows.first(Hash.of(domain, parts).toByteArray()))) {
                        return Optional.of(candidate);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static double report(String attack, int right, int guesses, double expected) {
        double chance = expected / guesses;
        double advantage = ((double) right / guesses - chance) / (1 - chance);
        System.out.printf(
                Locale.ROOT,
                "attack, %s: %d of %d right, by chance %.1f, advantage %.3f%n",
                attack,
                right,
                guesses,
                expected,
                advantage);
        return advantage;
    }

    private static List<byte[]> publicValues(PublicChain chain) {
        List<byte[]> values = new ArrayList<>();
        values.add(Hospital.CHAIN.getBytes(StandardCharsets.UTF_8));
        values.add(new byte[32]);
        chain.ofSubject.keySet().forEach(subject -> values.add(subject.value().toByteArray()));
        chain.ofStudy.keySet().forEach(study -> values.add(study.value().toByteArray()));
        values.add(new Hospital("north").id().value().toByteArray());
        values.add(new Hospital("south").id().value().toByteArray());
        return values;
    }

    private static boolean sameSource(PublicChain chain, StudyRef one, StudyRef other) {
        return String.valueOf(chain.sourceOfStudy.get(one)).equals(String.valueOf(chain.sourceOfStudy.get(other)));
    }

    private static List<SubjectId> subjects(PublicChain chain) {
        return chain.sourceOfSubject.keySet().stream().sorted().toList();
    }

    private static List<StudyRef> sorted(Collection<StudyRef> studies) {
        return studies.stream().sorted(Comparator.comparing(StudyRef::value)).toList();
    }

    private static OrganizationId source(PublicChain chain, SubjectId subject) {
        return Objects.requireNonNull(chain.sourceOfSubject.get(subject));
    }

    private static Person person(PrivateNetwork network, SubjectId subject) {
        return Objects.requireNonNull(network.personOf.get(subject));
    }

    private static SubjectId subject(PrivateNetwork network, StudyRef study) {
        return Objects.requireNonNull(network.subjectOf.get(study));
    }
}
