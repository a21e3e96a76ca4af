package org.assent.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assent.ledger.FormatVectors;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.codec.ProtobufMutations;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.identity.ConsentId;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafCodecTest {

    static Stream<Arguments> nonCanonicalLeaves() {
        return FormatVectors.leaves().values().stream()
                .flatMap(leaf ->
                        ProtobufMutations.nonCanonicalFormsOf(
                                        LeafCodec.encode(leaf).toByteArray())
                                .entrySet()
                                .stream()
                                .map(form -> Arguments.of(
                                        leaf.getClass().getSimpleName() + ": " + form.getKey(),
                                        kind(leaf),
                                        form.getValue())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonCanonicalLeaves")
    void shouldRefuseTheLeafWhenItsFormIsNotCanonical(String name, LeafKey.Kind kind, byte[] form) {
        assertThatThrownBy(() -> LeafCodec.decode(kind, Bytes.of(form)))
                .as(name)
                .isInstanceOf(MalformedBytes.class);
    }

    @Test
    void shouldGiveALeafOrARefusalWhenBytesAreMutated() {
        Random random = Seeds.random("LeafCodecTest.mutated");
        List<Leaf> leaves = List.copyOf(FormatVectors.leaves().values());
        for (int i = 0; i < 20_000; i++) {
            Leaf leaf = leaves.get(random.nextInt(leaves.size()));
            Bytes bytes =
                    Bytes.of(ProtobufMutations.mutate(LeafCodec.encode(leaf).toByteArray(), random));
            try {
                assertThat(LeafCodec.encode(LeafCodec.decode(kind(leaf), bytes)))
                        .isEqualTo(bytes);
            } catch (MalformedBytes e) {
                assertThat(e).hasMessageMatching("(?s)(is not|breaks|has|does not).*");
            }
        }
    }

    @Test
    @Tag("L6")
    void shouldRefuseTheSubjectWhenTheAnnexIsNotTheOneItsLeafCommitsTo() throws Exception {
        Subject subject = Subject.enrolled(
                        FormatVectors.ORGANIZATION,
                        new SubjectKey(FormatVectors.key(3), Authority.CUSTODIAN),
                        CustodyMode.CUSTODIAN)
                .recorded(FormatVectors.CONSENTS.get(0), Instant.EPOCH)
                .recorded(FormatVectors.CONSENTS.get(1), Instant.EPOCH);
        Bytes leaf = LeafCodec.encode(subject.leaf());
        assertThat(LeafCodec.subject(leaf, OpenConsents.encode(subject.consents())))
                .isEqualTo(subject);

        OpenConsent first = subject.consents().getFirst();
        List<List<OpenConsent>> others = List.of(
                List.of(),
                List.of(first),
                List.of(
                        first,
                        new OpenConsent(
                                subject.consents().getLast().consent(), 2, first.commitment(), Authority.SELF)));
        for (List<OpenConsent> other : others) {
            assertThatThrownBy(() -> LeafCodec.subject(leaf, OpenConsents.encode(other)))
                    .isInstanceOf(MalformedBytes.class)
                    .hasMessageContaining("annex");
        }
    }

    @Test
    @Tag("L9")
    void shouldHold256ConsentsAndRefuseOneMore() throws Exception {
        List<OpenConsent> most = consents(SubjectLeaf.MAX_CONSENTS);
        Bytes annex = OpenConsents.encode(most);
        assertThat(annex.length()).isLessThanOrEqualTo(OpenConsents.MAX_LENGTH);
        assertThat(OpenConsents.decode(annex))
                .containsExactlyInAnyOrderElementsOf(most)
                .isSorted();
        assertThatThrownBy(() -> OpenConsents.decode(OpenConsents.encode(consents(SubjectLeaf.MAX_CONSENTS + 1))))
                .isInstanceOf(MalformedBytes.class);
    }

    @Test
    void shouldRefuseTheAnnexWhenEntriesAreRepeatedOrNotSorted() {
        List<byte[]> entries = OpenConsents.entries(consents(2));
        assertThatThrownBy(() -> OpenConsents.decode(annex(entries.get(1), entries.get(0))))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("canonical");
        assertThatThrownBy(() -> OpenConsents.decode(annex(entries.get(0), entries.get(0))))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("repeat");
    }

    @Test
    void shouldUseNoBytesWhenNothingIsOpen() throws Exception {
        assertThat(OpenConsents.encode(List.of())).isEqualTo(Bytes.EMPTY);
        assertThat(OpenConsents.decode(Bytes.EMPTY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://north.example",
                "https://north.example/",
                "https://north.example/dicomweb",
                "https://North.example",
                "https://user@north.example",
                "https://north.example:0443",
                "https://north.example:99999999",
                "https://",
                "https://north.example?x",
                "https://.north",
                "https://north.example\n",
                "https://nörth.example"
            })
    void shouldRefuseTheAddressWhenItIsNotAPlainHttpsBase(String address) {
        assertThatThrownBy(() -> profile("Hospital", List.of(address))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://north.example",
                "https://localhost:8201",
                "https://127.0.0.1:8201",
                "https://[::1]:8201",
                "https://n"
            })
    void shouldTakeTheAddressWhenItIsAPlainHttpsBase(String address) {
        assertThat(profile("Hospital", List.of(address)).addresses()).containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line\nbreak", "\ud800", "\udc00\ud800", "bell\u0007", "\u0085"})
    void shouldRefuseTheNameWhenItIsNotPlainText(String name) {
        assertThatThrownBy(() -> profile(name, List.of("https://n"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenALimitIsBroken() {
        assertThat(profile("🏥 Süd", List.of("https://n")).name()).isEqualTo("🏥 Süd");
        assertThatThrownBy(() -> profile("x".repeat(121), List.of("https://n")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> profile("x", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GovernanceLeaf.begin(List.of(FormatVectors.key(1)), 2, List.of(), Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.DEFAULT.withStalenessBound(Duration.ofMillis(1_500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OrganizationKey(OrganizationKey.Role.ROOT, FormatVectors.key(1), 5, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OrganizationLeaf(FormatVectors.PROFILE, 0, 0, Emergencies.NONE, 0, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrganizationLeaf.registered(FormatVectors.PROFILE, 0, Instant.EPOCH.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OrganizationProfile(
                        FormatVectors.key(0),
                        "no service key",
                        List.of(
                                OrganizationKey.always(OrganizationKey.Role.ROOT, FormatVectors.key(0)),
                                OrganizationKey.always(OrganizationKey.Role.TRANSACTION, FormatVectors.key(1))),
                        List.of("https://n"),
                        List.of(FormatVectors.sha("pin")),
                        Set.of(),
                        "p",
                        "p",
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SERVICE");
    }

    @Test
    void shouldKeepKeysApartByKindWhenNamesAreEqual() {
        assertThat(Stream.of(
                        LeafKey.governance(),
                        LeafKey.of(FormatVectors.ORGANIZATION),
                        LeafKey.of(FormatVectors.SUBJECT),
                        LeafKey.of(FormatVectors.STUDY),
                        LeafKey.accessLog(FormatVectors.ORGANIZATION),
                        LeafKey.proposal(1),
                        LeafKey.closed(FormatVectors.SUBJECT, FormatVectors.CONSENT)))
                .allSatisfy(key -> assertThat(LeafKey.of(key.toByteArray())).isEqualTo(key))
                .doesNotHaveDuplicates();
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            if (length > 0) {
                bytes[0] = 8;
            }
            assertThatThrownBy(() -> LeafKey.of(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static LeafKey.Kind kind(Leaf leaf) {
        return switch (leaf) {
            case GovernanceLeaf governance -> LeafKey.Kind.GOVERNANCE;
            case OrganizationLeaf organization -> LeafKey.Kind.ORGANIZATION;
            case SubjectLeaf subject -> LeafKey.Kind.SUBJECT;
            case StudyLeaf study -> LeafKey.Kind.STUDY;
            case AccessLogLeaf log -> LeafKey.Kind.ACCESS_LOG;
            case ClosedConsentLeaf closed -> LeafKey.Kind.CLOSED_CONSENT;
            case ProposalLeaf proposal -> LeafKey.Kind.PROPOSAL;
        };
    }

    private static OrganizationProfile profile(String name, List<String> addresses) {
        OrganizationProfile template = FormatVectors.PROFILE;
        return new OrganizationProfile(
                template.firstRootKey(),
                name,
                template.keys(),
                addresses,
                template.tlsPins(),
                template.flags(),
                template.ownPolicy(),
                template.foreignPolicy(),
                template.nodes());
    }

    private static List<OpenConsent> consents(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> new OpenConsent(
                        ConsentId.of(Arrays.copyOf(FormatVectors.sha("id " + i).toByteArray(), ConsentId.LENGTH)),
                        Long.MAX_VALUE,
                        FormatVectors.sha("commitment " + i),
                        Authority.SELF))
                .toList());
    }

    private static Bytes annex(byte[]... entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            out.write(0x0a);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return Bytes.of(out.toByteArray());
    }
}
