package org.assent.receipt.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What we compute of headers, validators and votes is what CometBFT computed. */
@Tag("L7")
class RealChainTest {

    @Test
    void shouldComputeTheHashesOfTheNodesWhenHeadersAreReal() throws Exception {
        List<RealChain.Height> heights = new RealChain().heights();
        assertThat(heights).hasSizeGreaterThan(5);
        for (int i = 0; i < heights.size(); i++) {
            RealChain.Height height = heights.get(i);
            assertThat(bytes(height.header().hash())).isEqualTo(height.hash());
            assertThat(bytes(height.validators().hash()))
                    .isEqualTo(height.header().validatorsHash());
            if (i > 0) {
                assertThat(height.header().lastBlockId().hash())
                        .isEqualTo(bytes(heights.get(i - 1).header().hash()));
            }
        }
        assertThat(heights.getFirst().header().lastBlockId().hash().length())
                .as("nothing is before the first block")
                .isZero();
    }

    @Test
    void shouldDeriveTheAddressesOfTheNodesWhenKeysAreReal() throws Exception {
        RealChain.Height height = new RealChain().heights().getFirst();
        List<String> given = new ArrayList<>();
        height.raw()
                .path("validators")
                .forEach((JsonNode validator) ->
                        given.add(validator.path("address").asText()));
        assertThat(height.validators().validators())
                .extracting(validator -> validator.address().toString().toUpperCase(java.util.Locale.ROOT))
                .isEqualTo(given);
    }

    @Test
    void shouldBelieveEveryHeightFromTheGenesisFileWhenValidatorsNeverChanged() throws Exception {
        RealChain chain = new RealChain();
        TrustedChain trusted =
                TrustedChain.of(chain.genesis(), new TrustFile(chain.genesis().chainId(), List.of()));
        boolean oneWasAway = false;
        for (RealChain.Height height : chain.heights()) {
            trusted.check(height.header(), height.commit());
            trusted.check(height.header(), Votes.fewest(height.header(), height.commit(), height.validators()));
            oneWasAway |= height.commit().votes().size() == 3;
        }
        assertThat(oneWasAway).as("the capture has heights without the fourth").isTrue();
    }

    @Test
    void shouldRefuseWhenOneBitOfAVoteIsChanged() throws Exception {
        RealChain.Height height = new RealChain().heights().get(3);
        Commit commit = height.commit();
        Commit.Vote vote = commit.votes().getFirst();
        for (int bit = 0; bit < 512; bit++) {
            byte[] signature = vote.signature().toByteArray();
            signature[bit / 8] ^= (byte) (1 << (bit % 8));
            refused(height, withFirst(commit, new Commit.Vote(vote.validator(), vote.time(), Bytes.of(signature))));
        }
        refused(
                height,
                withFirst(commit, new Commit.Vote(vote.validator(), vote.time().plusNanos(1), vote.signature())));
        refused(height, new Commit(commit.round() + 1, commit.parts(), commit.votes()));
        refused(
                height,
                new Commit(commit.round(), new BlockId.Parts(2, commit.parts().hash()), commit.votes()));
    }

    @Test
    void shouldRefuseWhenVotesComeToTwoThirdsOrLess() throws Exception {
        RealChain.Height height = new RealChain().heights().get(3);
        Commit commit = height.commit();
        Commit two = new Commit(commit.round(), commit.parts(), commit.votes().subList(0, 2));
        assertThatThrownBy(() -> Votes.check(height.header(), two, height.validators()))
                .isInstanceOfSatisfying(
                        NotProven.class, e -> assertThat(e.part()).isEqualTo(NotProven.Part.COMMIT))
                .hasMessageContaining("not more than two thirds");
        assertThatThrownBy(() -> new Commit(
                        commit.round(),
                        commit.parts(),
                        Collections.nCopies(3, commit.votes().getFirst())))
                .as("one validator counts once")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenOtherValidatorsVote() throws Exception {
        RealChain.Height height = new RealChain().heights().get(3);
        ValidatorSet others = ValidatorSet.of(height.validators().validators().stream()
                .map(validator -> new Validator(validator.key(), validator.power() + 1))
                .toList());
        assertThatThrownBy(() -> Votes.check(height.header(), height.commit(), others))
                .isInstanceOfSatisfying(
                        NotProven.class, e -> assertThat(e.part()).isEqualTo(NotProven.Part.HEADER));
    }

    @Test
    void shouldRefuseWhenAnyFieldOfTheHeaderIsAnother() throws Exception {
        RealChain.Height height = new RealChain().heights().get(3);
        Header header = height.header();
        List<Header> others = List.of(
                with(
                        header,
                        new Header.Version(
                                header.version().block() + 1, header.version().app())),
                with(
                        header,
                        new Header.Version(
                                header.version().block(), header.version().app() + 1)),
                with(header, header.height() + 1),
                with(header, header.time().plusNanos(1)),
                with(header, bytes(Bytes32.of(new byte[32]))));
        for (Header other : others) {
            assertThatThrownBy(() -> Votes.check(other, height.commit(), height.validators()))
                    .isInstanceOf(NotProven.class);
        }
    }

    private static Header with(Header h, Header.Version version) {
        return new Header(
                version,
                h.chainId(),
                h.height(),
                h.time(),
                h.lastBlockId(),
                h.lastCommitHash(),
                h.dataHash(),
                h.validatorsHash(),
                h.nextValidatorsHash(),
                h.consensusHash(),
                h.appHash(),
                h.lastResultsHash(),
                h.evidenceHash(),
                h.proposerAddress());
    }

    private static Header with(Header h, long height) {
        return new Header(
                h.version(),
                h.chainId(),
                height,
                h.time(),
                h.lastBlockId(),
                h.lastCommitHash(),
                h.dataHash(),
                h.validatorsHash(),
                h.nextValidatorsHash(),
                h.consensusHash(),
                h.appHash(),
                h.lastResultsHash(),
                h.evidenceHash(),
                h.proposerAddress());
    }

    private static Header with(Header h, Instant time) {
        return new Header(
                h.version(),
                h.chainId(),
                h.height(),
                time,
                h.lastBlockId(),
                h.lastCommitHash(),
                h.dataHash(),
                h.validatorsHash(),
                h.nextValidatorsHash(),
                h.consensusHash(),
                h.appHash(),
                h.lastResultsHash(),
                h.evidenceHash(),
                h.proposerAddress());
    }

    private static Header with(Header h, Bytes appHash) {
        return new Header(
                h.version(),
                h.chainId(),
                h.height(),
                h.time(),
                h.lastBlockId(),
                h.lastCommitHash(),
                h.dataHash(),
                h.validatorsHash(),
                h.nextValidatorsHash(),
                h.consensusHash(),
                appHash,
                h.lastResultsHash(),
                h.evidenceHash(),
                h.proposerAddress());
    }

    private static Commit withFirst(Commit commit, Commit.Vote vote) {
        List<Commit.Vote> votes = new ArrayList<>(commit.votes());
        votes.set(0, vote);
        return new Commit(commit.round(), commit.parts(), votes);
    }

    private static void refused(RealChain.Height height, Commit commit) {
        assertThatThrownBy(() -> Votes.check(height.header(), commit, height.validators()))
                .isInstanceOf(NotProven.class);
    }

    private static Bytes bytes(Bytes32 hash) {
        return Bytes.of(hash.toByteArray());
    }
}
