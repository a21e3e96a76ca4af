package org.assent.abci.testing;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assent.abci.model.ModelLedger;
import org.assent.abci.model.ModelSubject;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.ledger.transaction.UnfreezeSubject;

/** One random transaction of any kind, made with a look at the model so that most could take effect, and often spoilt. */
final class RandomTransactions {

    private static final int KINDS = 24;

    private final RandomChoices choose;
    private final RandomMembers members;
    private final RandomSubjects subjects;
    private final RandomVotes votes;
    private final TransactionSigner signer = new TransactionSigner(Hospital.CHAIN);
    private final UnaryOperator<Bytes> mutation;

    /** Bodies are changed by the mutation before they are signed. */
    RandomTransactions(Random random, ModelLedger model, UnaryOperator<Bytes> mutation) {
        this.mutation = mutation;
        this.choose = new RandomChoices(random, model);
        this.members = new RandomMembers(choose);
        this.subjects = new RandomSubjects(choose);
        this.votes = new RandomVotes(choose);
    }

    /** Three members come in, and some patients. */
    List<ByteString> beginning(Instant time) {
        List<ByteString> block = new ArrayList<>();
        Instant soon = time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(300);
        for (String name : RandomChoices.HOSPITALS.subList(0, 3)) {
            OrganizationProfile profile = members.profile(name, false);
            block.add(TestChain.bytes(signer.sign(
                    new RegisterOrganization(profile, soon),
                    choose.names.signer(name + " root 0"),
                    choose.names.signer("accreditor 1"),
                    choose.names.signer("accreditor 2"))));
            for (int i = 0; i < 4; i++) {
                P256Signer key = choose.names.signer(name + " first key " + i);
                block.add(TestChain.bytes(signer.sign(
                        new EnrollSubject(
                                profile.organization(),
                                key.publicKey(),
                                i == 0 ? CustodyMode.SELF : CustodyMode.CUSTODIAN,
                                soon),
                        key,
                        choose.names.signer(name + " transaction 0"))));
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
        String chain = choose.random.nextInt(60) == 0 ? "another-chain" : Hospital.CHAIN;
        Bytes body = mutation.apply(TransactionCodec.encodeBody(transaction));
        Bytes32 payload = SigningPayload.transaction(chain, body);
        List<P256Signer> known = choose.names.of(signers);
        return TestChain.bytes(new SignedTransaction(
                body,
                (known.isEmpty() ? choose.names.of(List.of(choose.pool())) : known)
                        .stream()
                                .map(key -> new KeySignature(key.publicKey(), key.sign(payload)))
                                .toList()));
    }

    private void spoil(Set<PublicKey> signers) {
        int kind = choose.random.nextInt(16);
        if (kind == 0 && !signers.isEmpty()) {
            signers.remove(choose.any(signers));
        }
        if (kind <= 1) {
            signers.add(choose.pool());
        }
        if (signers.isEmpty()) {
            signers.add(choose.pool());
        }
    }

    private Transaction transaction(long height, Instant time, Set<PublicKey> signers) {
        int kind = choose.random.nextInt(KINDS);
        Instant expires = choose.expires(time);
        return switch (kind) {
            case 0 -> members.registerOrganization(expires, signers);
            case 1 -> members.updateOrganization(height, expires, signers);
            case 2 -> members.suspension(expires, signers);
            case 3 -> subjects.enroll(height, expires, signers);
            case 4 -> members.studies(height, expires, signers);
            case 5, 6, 7 -> subjects.recordConsent(height, expires, signers);
            case 8 -> subjects.close(signers);
            case 9 -> subjects.freeze(height, signers);
            case 10 -> {
                Map.Entry<SubjectId, ModelSubject> of = choose.subject();
                signers.addAll(RandomChoices.own(of.getValue()));
                yield new UnfreezeSubject(of.getKey(), choose.counter(of.getValue()), expires);
            }
            case 11 -> subjects.rotate(expires, signers);
            case 12 -> subjects.setGuardians(expires, signers);
            case 13 -> subjects.setDelegates(expires, signers);
            case 14, 15 -> subjects.recover(height, expires, signers);
            case 16 -> subjects.veto(signers);
            case 17 -> members.emergency(height, expires, signers);
            case 18 -> members.anchor(height, expires, signers);
            case 19 ->
                choose.random.nextInt(6) == 0
                        ? subjects.requestErasure(height, expires, signers)
                        : subjects.close(signers);
            case 20 -> subjects.acknowledge(height, expires, signers);
            case 21 -> votes.propose(height, expires, signers);
            default -> votes.approve(height, expires, signers);
        };
    }
}
