package org.assent.receipt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.tree.StateProof;
import org.assent.receipt.chain.ChainJson;
import org.assent.receipt.json.Members;

/** Reads receipts; what is not known or breaks a limit is refused. Pure. */
final class ReceiptReader {

    private static final int MAX_PATH = 9; // a tree of 256 entries is 8 deep

    private static final int MAX_ENTRY = 127; // one byte of length

    private ReceiptReader() {}

    static Receipt receipt(Members json) throws MalformedBytes {
        View view = one(View.values(), View::text, json.text("view"), "view");
        Statement statement = statement(json.object("statement"));
        Members signature = json.object("signature");
        PublicKey key =
                signature.limited(() -> PublicKey.p256(signature.bytes("key").toByteArray()));
        Signature signed = signature.limited(
                () -> Signature.of(signature.bytes("signature").toByteArray()));
        signature.end();
        Request request = request(json.object("request"));
        Evidence evidence = evidence(view, statement.chainId(), json.object("evidence"));
        json.end();
        return json.limited(() -> new Receipt(view, statement, key, signed, request, evidence));
    }

    private static Statement statement(Members json) throws MalformedBytes {
        json.version();
        List<StudyDecision> decisions = new ArrayList<>();
        for (Members entry : json.objects("decisions", Request.MAX_STUDIES)) {
            String decision = entry.text("decision");
            boolean permit = decision.equals("permit");
            if (!permit && !decision.equals("deny")) {
                throw new MalformedBytes("has a decision that is neither permit nor deny");
            }
            Optional<AccessDecision.Reason> refusal = permit
                    ? Optional.empty()
                    : Optional.of(
                            one(AccessDecision.Reason.values(), ReceiptJson::text, entry.text("reason"), "reason"));
            decisions.add(entry.limited(
                    () -> new StudyDecision(new StudyRef(entry.bytes32("study")), refusal, entry.text("policy"))));
            entry.end();
        }
        List<ConsentId> closing = new ArrayList<>();
        for (Bytes consent : json.allBytes("closing", SubjectLeaf.MAX_CONSENTS)) {
            closing.add(json.limited(() -> ConsentId.of(consent.toByteArray())));
        }
        Statement statement = json.limited(() -> new Statement(
                json.text("chain"),
                new OrganizationId(json.bytes32("source")),
                new SubjectId(json.bytes32("subject")),
                json.bytes32("request"),
                decisions,
                closing,
                json.integer("height"),
                json.time("time"),
                json.time("block_time"),
                json.text("entry")));
        json.end();
        return statement;
    }

    private static Request request(Members json) throws MalformedBytes {
        Set<PurposeOfUse> purposes = new HashSet<>();
        for (Members purpose : json.objects("purposes", 32)) {
            purposes.add(purpose.limited(() -> new PurposeOfUse(purpose.text("system"), purpose.text("code"))));
            purpose.end();
        }
        List<Request.Study> studies = new ArrayList<>();
        for (Members study : json.objects("studies", Request.MAX_STUDIES)) {
            Optional<Instant> started = study.has("started") ? Optional.of(study.time("started")) : Optional.empty();
            List<String> labels = study.texts("labels", 64);
            studies.add(study.limited(() -> {
                Checks.distinct("labels", labels);
                return new Request.Study(study.text("uid"), started, Set.copyOf(labels));
            }));
            study.end();
        }
        Operation operation = one(Operation.values(), ReceiptJson::text, json.text("operation"), "operation");
        Request request = json.limited(() -> new Request(
                Salt.of(json.bytes32("salt")),
                new Requester(new OrganizationId(json.bytes32("organization")), json.text("actor"), purposes),
                operation,
                studies));
        json.end();
        return request;
    }

    private static Evidence evidence(View view, String chainId, Members json) throws MalformedBytes {
        List<Evidence.Study> studies = new ArrayList<>();
        for (Members study : json.objects("studies", Request.MAX_STUDIES)) {
            Proven proven = proven(study);
            studies.add(study.limited(() ->
                    new Evidence.Study(proven, Salt.of(study.bytes32("salt")), study.optionalBytes32("manifest"))));
            study.end();
        }
        Evidence evidence = new Evidence(
                ChainJson.header(chainId, json.object("header")),
                ChainJson.commit(json.object("commit")),
                json.integer("validators_since"),
                alone(json.object("source")),
                json.has("requester") ? Optional.of(alone(json.object("requester"))) : Optional.empty(),
                alone(json.object("subject")),
                studies,
                switch (view) {
                    case PATIENT -> all(json);
                    case RECIPIENT -> some(json);
                });
        json.end();
        return evidence;
    }

    private static Consents all(Members json) throws MalformedBytes {
        List<OpenedConsent> opened = new ArrayList<>();
        for (Members entry : json.objects("consents", SubjectLeaf.MAX_CONSENTS)) {
            opened.add(opened(entry));
            entry.end();
        }
        return json.limited(() -> new Consents.All(opened));
    }

    private static Consents some(Members json) throws MalformedBytes {
        List<OpenedConsent.Placed> placed = new ArrayList<>();
        for (Members entry : json.objects("consents", SubjectLeaf.MAX_CONSENTS)) {
            placed.add(
                    new OpenedConsent.Placed(opened(entry), entry.number("index"), entry.allBytes32("path", MAX_PATH)));
            entry.end();
        }
        return json.limited(() -> new Consents.Some(placed));
    }

    private static OpenedConsent opened(Members json) throws MalformedBytes {
        return new OpenedConsent(entry(json.bytes("entry")), Salt.of(json.bytes32("salt")), json.bytes("terms"));
    }

    /** An entry is what a list of one holds after the field's tag and its length. */
    private static OpenConsent entry(Bytes bytes) throws MalformedBytes {
        if (bytes.length() > MAX_ENTRY) {
            throw new MalformedBytes("has an entry of a consent that is too long");
        }
        byte[] list = new byte[bytes.length() + 2];
        list[0] = 0x0a;
        list[1] = (byte) bytes.length();
        System.arraycopy(bytes.toByteArray(), 0, list, 2, bytes.length());
        return OpenConsents.decode(Bytes.of(list)).getFirst();
    }

    private static Proven alone(Members json) throws MalformedBytes {
        Proven proven = proven(json);
        json.end();
        return proven;
    }

    private static Proven proven(Members json) throws MalformedBytes {
        Optional<Bytes> leaf = json.has("leaf") ? Optional.of(json.bytes("leaf")) : Optional.empty();
        Optional<StateProof.ProvenLeaf> other = Optional.empty();
        if (json.has("other")) {
            Members end = json.object("other");
            other = Optional.of(new StateProof.ProvenLeaf(end.bytes32("path"), end.bytes32("value")));
            end.end();
        }
        StateProof path = StateProof.decode(json.bytes("path"));
        if (path.end().isPresent()) {
            throw new MalformedBytes("has a path that repeats its end");
        }
        Optional<StateProof.ProvenLeaf> instead = other;
        return json.limited(() -> new Proven(leaf, path.siblings(), instead));
    }

    private interface Spelling<E> {
        String of(E value);
    }

    private static <E> E one(E[] values, Spelling<E> spelling, String text, String what) throws MalformedBytes {
        for (E value : values) {
            if (spelling.of(value).equals(text)) {
                return value;
            }
        }
        throw new MalformedBytes("has a " + what + " that is not known");
    }
}
