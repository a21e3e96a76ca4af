package org.assent.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.tree.StateProof;
import org.assent.receipt.chain.ChainJson;
import org.assent.receipt.json.Text;
import org.assent.receipt.json.Times;

/** How receipts and their parts are written; {@link ReceiptReader} is the inverse. Pure. */
final class ReceiptJson {

    private ReceiptJson() {}

    static ObjectNode write(Receipt receipt) {
        ObjectNode json = Text.object();
        json.set("evidence", write(receipt.evidence()));
        json.set("request", write(receipt.request()));
        json.putObject("signature")
                .put("key", Text.of(receipt.key().toByteArray()))
                .put("signature", Text.of(receipt.signature().toByteArray()));
        json.set("statement", write(receipt.statement()));
        json.put("view", receipt.view().text());
        return json;
    }

    static ObjectNode write(Statement statement) {
        ObjectNode json = Text.object();
        json.put("block_time", Times.text(statement.blockTime()));
        json.put("chain", statement.chainId());
        ArrayNode closing = json.putArray("closing");
        statement.closing().forEach(consent -> closing.add(Text.of(consent.toByteArray())));
        ArrayNode decisions = json.putArray("decisions");
        for (StudyDecision decision : statement.decisions()) {
            ObjectNode entry = decisions.addObject();
            entry.put("decision", decision.permitted() ? "permit" : "deny");
            entry.put("policy", decision.policy());
            decision.refusal().ifPresent(reason -> entry.put("reason", text(reason)));
            entry.put("study", Text.of(decision.study().value()));
        }
        json.put("entry", statement.entry());
        json.put("height", Text.of(statement.height()));
        json.put("request", Text.of(statement.request()));
        json.put("source", Text.of(statement.source().value()));
        json.put("subject", Text.of(statement.subject().value()));
        json.put("time", Times.text(statement.time()));
        json.put("version", 1);
        return json;
    }

    static ObjectNode write(Request request) {
        ObjectNode json = Text.object();
        json.put("actor", request.requester().actor());
        json.put("operation", text(request.operation()));
        json.put("organization", Text.of(request.requester().organization().value()));
        ArrayNode purposes = json.putArray("purposes");
        for (PurposeOfUse purpose :
                request.requester().purposes().stream().sorted().toList()) {
            purposes.addObject().put("code", purpose.code()).put("system", purpose.system());
        }
        json.put("salt", Text.of(request.salt().toBytes32()));
        ArrayNode studies = json.putArray("studies");
        for (Request.Study study : request.studies()) {
            ObjectNode entry = studies.addObject();
            ArrayNode labels = entry.putArray("labels");
            study.labels().stream().sorted().forEach(labels::add);
            study.started().ifPresent(started -> entry.put("started", Times.text(started)));
            entry.put("uid", study.uid());
        }
        return json;
    }

    private static ObjectNode write(Evidence evidence) {
        ObjectNode json = Text.object();
        json.set("commit", ChainJson.write(evidence.commit()));
        ArrayNode consents = json.putArray("consents");
        switch (evidence.consents()) {
            case Consents.All all -> all.opened().forEach(opened -> consents.add(write(opened)));
            case Consents.Some some ->
                some.placed().forEach(placed -> {
                    ObjectNode entry = write(placed.opened()).put("index", placed.index());
                    ArrayNode path = entry.putArray("path");
                    placed.path().forEach(sibling -> path.add(Text.of(sibling)));
                    consents.add(entry);
                });
        }
        json.set("header", ChainJson.write(evidence.header()));
        evidence.requester().ifPresent(requester -> json.set("requester", write(requester)));
        json.set("source", write(evidence.source()));
        ArrayNode studies = json.putArray("studies");
        for (Evidence.Study study : evidence.studies()) {
            ObjectNode entry = write(study.proven());
            study.manifestRoot().ifPresent(root -> entry.put("manifest", Text.of(root)));
            entry.put("salt", Text.of(study.salt().toBytes32()));
            studies.add(entry);
        }
        json.set("subject", write(evidence.subject()));
        json.put("validators_since", Text.of(evidence.validatorsSince()));
        return json;
    }

    private static ObjectNode write(Proven proven) {
        ObjectNode json = Text.object();
        proven.leaf().ifPresent(leaf -> json.put("leaf", Text.of(leaf)));
        proven.other().ifPresent(other -> json.putObject("other")
                .put("path", Text.of(other.path()))
                .put("value", Text.of(other.valueHash())));
        json.put("path", Text.of(new StateProof(proven.siblings(), Optional.empty()).encode()));
        return json;
    }

    private static ObjectNode write(OpenedConsent consent) {
        return Text.object()
                .put(
                        "entry",
                        Text.of(OpenConsents.entries(List.of(consent.entry())).getFirst()))
                .put("salt", Text.of(consent.salt().toBytes32()))
                .put("terms", Text.of(consent.terms()));
    }

    /** Lower case, with hyphens. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
