package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.assent.receipt.chain.ValidatorChange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** trust.json is believed as far as each set of validators names the next. */
@Tag("L7")
class TrustedChainTest {

    private final SyntheticChain chain = new SyntheticChain(4);
    private final ValidatorChange change = chain.trust().changes().getFirst();

    @Test
    void shouldKnowWhoDecidesWhenValidatorsChanged() throws Exception {
        TrustedChain trusted = TrustedChain.of(genesis(), chain.trust());
        assertThat(trusted.at(1)).isEqualTo(new TrustedChain.Term(1, chain.validatorsAt(1)));
        assertThat(trusted.at(SyntheticChain.CHANGE).since()).isEqualTo(1);
        assertThat(trusted.at(SyntheticChain.CHANGE + 1))
                .isEqualTo(new TrustedChain.Term(SyntheticChain.CHANGE + 1, chain.validatorsAt(99)));
    }

    @Test
    void shouldReadBackTheFileWhenItWasWritten() throws Exception {
        assertThat(TrustFile.decode(chain.trust().encode().toByteArray())).isEqualTo(chain.trust());
    }

    @Test
    void shouldRefuseWhenTheNewValidatorsSayThatTheyAreTheNewOnes() {
        Header header = change.header();
        // three of the four are in both sets: their votes count at their places in the old one only
        refused(new ValidatorChange(header, chain.commit(header, chain.validatorsAt(99)), change.next()));
    }

    @Test
    void shouldRefuseWhenTooFewOfTheOldValidatorsNameTheNew() {
        Commit half =
                new Commit(0, change.commit().parts(), change.commit().votes().subList(0, 2));
        refused(new ValidatorChange(change.header(), half, change.next()));
    }

    @Test
    void shouldRefuseWhenTheHeaderNamesOthers() {
        refused(new ValidatorChange(change.header(), change.commit(), new SyntheticChain(7).validatorsAt(99)));
    }

    @Test
    void shouldRefuseWhenAChangeIsRepeatedOrOfAnotherChain() {
        assertThatThrownBy(() ->
                        TrustedChain.of(genesis(), new TrustFile(SyntheticChain.CHAIN_ID, List.of(change, change))))
                .isInstanceOf(NotProven.class);
        assertThatThrownBy(() -> TrustedChain.of(genesis(), new TrustFile("another-chain", List.of())))
                .isInstanceOf(NotProven.class)
                .hasMessageContaining("another chain");
    }

    @Test
    void shouldNotBelieveALaterHeaderWhenTheChangeIsMissing() throws Exception {
        TrustedChain old = TrustedChain.of(genesis(), new TrustFile(SyntheticChain.CHAIN_ID, List.of()));
        Header later = chain.header(42, TestKeys.bytes("any state"));
        Commit commit = chain.commit(later, chain.validatorsAt(42));
        assertThatThrownBy(() -> old.check(later, commit)).isInstanceOf(NotProven.class);
        chain.trusted().check(later, commit);
    }

    @Test
    void shouldCheckTheVotesAgainWhenOnlyTheCommitIsAnother() throws Exception {
        TrustedChain trusted = chain.trusted();
        Header header = chain.header(42, TestKeys.bytes("any state"));
        Commit commit = chain.commit(header, chain.validatorsAt(42));
        trusted.check(header, commit);
        Commit other = chain.commit(chain.header(42, TestKeys.bytes("another")), chain.validatorsAt(42));
        assertThatThrownBy(() -> trusted.check(header, other)).isInstanceOf(NotProven.class);
    }

    private void refused(ValidatorChange instead) {
        assertThatThrownBy(() -> TrustedChain.of(genesis(), new TrustFile(SyntheticChain.CHAIN_ID, List.of(instead))))
                .isInstanceOfSatisfying(
                        NotProven.class, e -> assertThat(e.part()).isEqualTo(NotProven.Part.TRUST));
    }

    private GenesisFile genesis() throws Exception {
        return GenesisFile.read(chain.genesisJson());
    }
}
