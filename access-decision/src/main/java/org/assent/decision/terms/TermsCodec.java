package org.assent.decision.terms;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.wire.WireTerms;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Canonical;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.identity.OrganizationId;

/**
 * The canonical bytes of terms, to which the ledger commits and which the patient's client compares before it signs.
 *
 * <p>{@code decode(encode(terms))} is the terms, and no other bytes decode to them. Any bytes give terms or a {@link
 * MalformedBytes}. Sets are sorted: actors by organization then member, purposes by system then code, texts by their
 * UTF-16 units, authors as unsigned bytes. Pure and thread-safe.
 */
public final class TermsCodec {

    /** The most bytes that terms may have. */
    public static final int MAX_LENGTH = 256 * 1024;

    private static final Comparator<Actor> ACTORS =
            Comparator.comparing(Actor::organization).thenComparing(TermsCodec::member);

    private TermsCodec() {}

    /**
     * The bytes of terms.
     *
     * @throws IllegalArgumentException if there would be more than {@value #MAX_LENGTH}
     */
    public static Bytes encode(ConsentTerms terms) {
        byte[] bytes = write(terms).toByteArray();
        if (bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "terms have at most " + MAX_LENGTH + " bytes, these have " + bytes.length);
        }
        return Bytes.of(bytes);
    }

    /** Reads terms back. */
    public static ConsentTerms decode(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(), MAX_LENGTH, WireTerms.Terms.parser(), TermsCodec::read, TermsCodec::write);
    }

    private static WireTerms.Terms write(ConsentTerms terms) {
        return WireTerms.Terms.newBuilder()
                .setVersion(WireFields.VERSION)
                .setPolicy(terms.policy())
                .setRoot(write(terms.root()))
                .addAllExceptions(
                        terms.exceptions().stream().map(TermsCodec::write).toList())
                .setSource(WireFields.write(terms.source()))
                .build();
    }

    private static ConsentTerms read(WireTerms.Terms terms) {
        WireFields.version(terms.getVersion());
        WireFields.present("root rule", terms.hasRoot());
        return new ConsentTerms(
                terms.getPolicy(),
                read(terms.getRoot()),
                terms.getExceptionsList().stream().map(TermsCodec::read).toList(),
                WireFields.bytes32(terms.getSource()));
    }

    private static WireTerms.Rule write(Rule rule) {
        WireTerms.Rule.Builder message = WireTerms.Rule.newBuilder()
                .setEffect(
                        switch (rule.effect()) {
                            case DENY -> WireTerms.Effect.EFFECT_DENY;
                            case PERMIT -> WireTerms.Effect.EFFECT_PERMIT;
                        })
                .addAllActors(sorted(rule.actors(), ACTORS, TermsCodec::write))
                .addAllPurposes(sorted(rule.purposes(), Comparator.naturalOrder(), TermsCodec::write));
        if (!rule.period().equals(Period.ALWAYS)) {
            message.setPeriod(write(rule.period()));
        }
        if (!rule.data().equals(DataSelection.ALL)) {
            message.setData(write(rule.data()));
        }
        return message.build();
    }

    private static Rule read(WireTerms.Rule rule) {
        return new Rule(
                switch (rule.getEffect()) {
                    case EFFECT_DENY -> Effect.DENY;
                    case EFFECT_PERMIT -> Effect.PERMIT;
                    case EFFECT_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalArgumentException("a rule permits or denies");
                },
                set(rule.getActorsList(), TermsCodec::read),
                set(rule.getPurposesList(), purpose -> new PurposeOfUse(purpose.getSystem(), purpose.getCode())),
                rule.hasPeriod() ? read(rule.getPeriod()) : Period.ALWAYS,
                rule.hasData() ? read(rule.getData()) : DataSelection.ALL);
    }

    private static WireTerms.Actor write(Actor actor) {
        return WireTerms.Actor.newBuilder()
                .setOrganization(WireFields.write(actor.organization().value()))
                .setMember(member(actor))
                .build();
    }

    private static Actor read(WireTerms.Actor actor) {
        OrganizationId organization = WireFields.organization(actor.getOrganization());
        return actor.getMember().isEmpty()
                ? new Actor.ByOrganization(organization)
                : new Actor.ByMember(organization, actor.getMember());
    }

    /** The member; empty for all members. */
    private static String member(Actor actor) {
        return switch (actor) {
            case Actor.ByOrganization all -> "";
            case Actor.ByMember one -> one.actor();
        };
    }

    private static WireTerms.Purpose write(PurposeOfUse purpose) {
        return WireTerms.Purpose.newBuilder()
                .setSystem(purpose.system())
                .setCode(purpose.code())
                .build();
    }

    private static WireTerms.Period write(Period period) {
        WireTerms.Period.Builder message = WireTerms.Period.newBuilder();
        period.start().ifPresent(start -> message.setStart(start.getEpochSecond()));
        period.end().ifPresent(end -> message.setEnd(end.getEpochSecond()));
        return message.build();
    }

    private static Period read(WireTerms.Period period) {
        return new Period(
                period.hasStart() ? Optional.of(instant(period.getStart())) : Optional.empty(),
                period.hasEnd() ? Optional.of(instant(period.getEnd())) : Optional.empty());
    }

    private static Instant instant(long epochSecond) {
        return Instant.ofEpochSecond(Checks.range("time", epochSecond, -Checks.LATEST_SECOND, Checks.LATEST_SECOND));
    }

    private static WireTerms.Data write(DataSelection data) {
        WireTerms.Data.Builder message = WireTerms.Data.newBuilder()
                .addAllStudies(sorted(data.studies(), Comparator.naturalOrder(), Function.identity()))
                .addAllAuthors(
                        sorted(data.authors(), Comparator.naturalOrder(), author -> WireFields.write(author.value())))
                .addAllRelated(sorted(data.related(), Comparator.naturalOrder(), Function.identity()))
                .addAllLabels(sorted(data.labels(), Comparator.naturalOrder(), Function.identity()));
        data.period().ifPresent(period -> message.setPeriod(write(period)));
        return message.build();
    }

    private static DataSelection read(WireTerms.Data data) {
        return new DataSelection(
                set(data.getStudiesList(), Function.identity()),
                data.hasPeriod() ? Optional.of(read(data.getPeriod())) : Optional.empty(),
                set(data.getAuthorsList(), (ByteString author) -> WireFields.organization(author)),
                set(data.getRelatedList(), Function.identity()),
                set(data.getLabelsList(), Function.identity()));
    }

    private static <T, M> List<M> sorted(Set<T> elements, Comparator<? super T> order, Function<T, M> write) {
        return elements.stream().sorted(order).map(write).toList();
    }

    private static <M, T> Set<T> set(List<? extends M> messages, Function<M, T> read) {
        return messages.stream().map(read).collect(Collectors.toUnmodifiableSet());
    }
}
