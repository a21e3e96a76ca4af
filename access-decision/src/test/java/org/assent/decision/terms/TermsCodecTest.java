package org.assent.decision.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assent.decision.RandomConsents;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.wire.WireTerms;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class TermsCodecTest {

    private static final OrganizationId SOUTH = new OrganizationId(Bytes32.fromHex("22".repeat(32)));
    private static final Bytes32 SOURCE = Bytes32.fromHex("33".repeat(32));

    /** "South may see study 1.2.3 for treatment until the end of 2026." */
    private static final ConsentTerms TERMS = new ConsentTerms(
            "urn:p",
            new Rule(
                    Effect.PERMIT,
                    Set.of(new Actor.ByOrganization(SOUTH)),
                    Set.of(new PurposeOfUse("urn:s", "TREAT")),
                    new Period(Optional.empty(), Optional.of(Instant.ofEpochSecond(1_798_761_599))),
                    DataSelection.ofStudies(Set.of("1.2.3", "1.2.10"))),
            List.of(),
            SOURCE);

    @Test
    @Tag("L12")
    void shouldGiveTheseBytesWhenTermsAreEncoded() throws Exception {
        String rule = "0802" // permit
                + "1222" + "0a20" + "22".repeat(32)
                + "1a0e" + "0a0575726e3a73" + "12055452454154"
                + "2206" + "10" + "feb1b7b30d" // zigzag of 1798761599
                + "2a0f" + "0a06312e322e3130" + "0a05312e322e33"; // sorted as text: 1.2.10 before 1.2.3
        String bytes = "0801" + "120575726e3a70" + "1a" + HexFormat.of().toHexDigits((byte) (rule.length() / 2)) + rule
                + "2a20" + "33".repeat(32);
        assertThat(TermsCodec.encode(TERMS).toString()).isEqualTo(bytes);
        assertThat(TermsCodec.decode(Bytes.of(HexFormat.of().parseHex(bytes)))).isEqualTo(TERMS);
    }

    @Test
    void shouldKeepTermsWhenTheyGoThroughBytes() throws Exception {
        RandomConsents world = new RandomConsents(Seeds.random("TermsCodecTest.random"));
        for (int i = 0; i < 3_000; i++) {
            ConsentTerms terms = world.terms();
            assertThat(TermsCodec.decode(TermsCodec.encode(terms))).isEqualTo(terms);
        }
    }

    @Test
    void shouldGiveTheSameBytesWhenSetsAreFilledInAnotherOrder() {
        List<String> uids = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(i -> "1.2." + i).toList());
        Bytes expected = TermsCodec.encode(studies(uids));
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(uids, new Random(seed));
            assertThat(TermsCodec.encode(studies(uids))).isEqualTo(expected);
        }
    }

    @Test
    @Tag("L3")
    void shouldGiveTermsOrARefusalWhenBytesAreMutated() {
        Random random = Seeds.random("TermsCodecTest.mutated");
        RandomConsents world = new RandomConsents(random);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = TermsCodec.encode(world.terms()).toByteArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes mutated =
                    Bytes.of(random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            try {
                assertThat(TermsCodec.encode(TermsCodec.decode(mutated))).isEqualTo(mutated);
            } catch (MalformedBytes e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(4_000);
    }

    @Test
    void shouldRefuseWhenSetsAreNotSortedOrRepeated() throws Exception {
        WireTerms.Terms terms =
                WireTerms.Terms.parseFrom(TermsCodec.encode(TERMS).toByteArray());
        for (List<String> uids : List.of(List.of("1.2.3", "1.2.10"), List.of("1.2.3", "1.2.3"))) {
            WireTerms.Terms.Builder changed = terms.toBuilder();
            changed.getRootBuilder().getDataBuilder().clearStudies().addAllStudies(uids);
            assertRefused(changed, "canonical");
        }
    }

    @Test
    void shouldRefuseWhenSomethingIsMissingOrUnknown() throws Exception {
        WireTerms.Terms terms =
                WireTerms.Terms.parseFrom(TermsCodec.encode(TERMS).toByteArray());
        assertRefused(terms.toBuilder().clearVersion(), "version");
        assertRefused(terms.toBuilder().setVersion(2), "version");
        assertRefused(terms.toBuilder().clearRoot(), "root rule");
        assertRefused(terms.toBuilder().clearSource(), "32 bytes");
        assertRefused(terms.toBuilder().clearPolicy(), "policy");
        WireTerms.Terms.Builder noEffect = terms.toBuilder();
        noEffect.getRootBuilder().clearEffect();
        assertRefused(noEffect, "permits or denies");
        WireTerms.Terms.Builder emptyData = terms.toBuilder();
        emptyData.getRootBuilder().setData(WireTerms.Data.getDefaultInstance());
        assertRefused(emptyData, "canonical");
        WireTerms.Terms.Builder emptyPeriod = terms.toBuilder();
        emptyPeriod.getRootBuilder().setPeriod(WireTerms.Period.getDefaultInstance());
        assertRefused(emptyPeriod, "canonical");
        WireTerms.Terms.Builder author = terms.toBuilder();
        author.getRootBuilder().getDataBuilder().addAuthors(ByteString.copyFrom(new byte[31]));
        assertRefused(author, "32 bytes");
        WireTerms.Terms.Builder backwards = terms.toBuilder();
        backwards.getRootBuilder().getPeriodBuilder().setStart(5).setEnd(4);
        assertRefused(backwards, "before it starts");
        WireTerms.Terms.Builder farAway = terms.toBuilder();
        farAway.getRootBuilder().getPeriodBuilder().setEnd(Long.MAX_VALUE);
        assertRefused(farAway, "time");
    }

    @Test
    @Tag("L9")
    void shouldRefuseWhenALimitIsBroken() {
        assertThatThrownBy(() -> studies(uids(DataSelection.MAX_STUDIES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        Rule full = studies(uids(DataSelection.MAX_STUDIES)).root();
        assertThatThrownBy(() -> new ConsentTerms("urn:p", full, Collections.nCopies(65, full), SOURCE))
                .isInstanceOf(IllegalArgumentException.class);
        ConsentTerms tooLong = new ConsentTerms("urn:p", full, Collections.nCopies(64, full), SOURCE);
        assertThatThrownBy(() -> TermsCodec.encode(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + TermsCodec.MAX_LENGTH);
        assertThatThrownBy(() -> new Period(Optional.of(Instant.ofEpochSecond(0, 1)), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DataSelection.ofStudies(Set.of("1.2 3"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurposeOfUse("", "TREAT")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldDifferWhenAnythingOfTheTermsDiffers() {
        Rule root = TERMS.root();
        Stream<Rule> rules = Stream.of(
                root,
                new Rule(Effect.DENY, root.actors(), root.purposes(), root.period(), root.data()),
                new Rule(Effect.PERMIT, Set.of(), root.purposes(), root.period(), root.data()),
                new Rule(
                        Effect.PERMIT,
                        Set.of(new Actor.ByMember(SOUTH, "m")),
                        root.purposes(),
                        root.period(),
                        root.data()),
                new Rule(Effect.PERMIT, root.actors(), Set.of(), root.period(), root.data()),
                new Rule(Effect.PERMIT, root.actors(), root.purposes(), Period.ALWAYS, root.data()),
                new Rule(Effect.PERMIT, root.actors(), root.purposes(), root.period(), DataSelection.ALL));
        assertThat(rules.map(rule -> TermsCodec.encode(new ConsentTerms("urn:p", rule, List.of(), SOURCE)))
                        .map(bytes -> Hash.sha256(bytes.toByteArray())))
                .doesNotHaveDuplicates();
    }

    private static List<String> uids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "1.2.840." + "1".repeat(50) + "." + i)
                .toList();
    }

    private static ConsentTerms studies(List<String> uids) {
        Rule rule = new Rule(
                Effect.PERMIT,
                Set.of(),
                Set.of(),
                Period.ALWAYS,
                DataSelection.ofStudies(uids.stream().collect(Collectors.toSet())));
        return new ConsentTerms("urn:p", rule, List.of(), Hash.sha256("x".getBytes(StandardCharsets.US_ASCII)));
    }

    private static void assertRefused(WireTerms.Terms.Builder terms, String reason) {
        assertThatThrownBy(() -> TermsCodec.decode(Bytes.of(terms.build().toByteArray())))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining(reason);
    }
}
