package org.assent.custody.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.custody.keys.SecretBox;
import org.assent.custody.subject.SubjectStore;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.TransactionCodec;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of the table of operations, opened. */
final class OperationRows implements RowMapper<ConsentOperation> {

    /** What the mapper reads; conditions name {@code o} and {@code c}. */
    static final String SELECT = "select o.*, c.resource_id, c.subject from custody.operations o"
            + " join custody.consents c on c.consent = o.consent";

    private final SubjectStore subjects;

    OperationRows(SubjectStore subjects) {
        this.subjects = subjects;
    }

    /** What a sealed column is sealed as. */
    static String context(String operationId, String column) {
        return "operation/" + operationId + "/" + column;
    }

    @Override
    public ConsentOperation map(ResultSet row, StatementContext ignored) throws SQLException {
        SubjectId subject = SubjectId.fromHex(row.getString("subject"));
        SecretBox box = subjects.box(subject);
        String id = row.getString("id");
        try {
            return new ConsentOperation(
                    id,
                    row.getLong("number"),
                    Bytes32.fromHex(row.getString("request_digest")),
                    subject,
                    ConsentId.fromHex(row.getString("consent")),
                    row.getString("resource_id"),
                    box.openText(context(id, "resource"), row.getBytes("sealed_resource")),
                    asked(row, box, id),
                    signed(row, box, id),
                    step(row),
                    row.getBoolean("stored"));
        } catch (MalformedBytes e) {
            throw new IllegalStateException("operation " + id + " in the database is damaged", e);
        }
    }

    private static ConsentOperation.Asked asked(ResultSet row, SecretBox box, String id)
            throws SQLException, MalformedBytes {
        if ("CLOSE".equals(row.getString("kind"))) {
            return new ConsentOperation.Asked.Closing(row.getBoolean("entered_in_error"));
        }
        Bytes terms = Bytes.of(box.open(context(id, "terms"), row.getBytes("sealed_terms")));
        Set<OrganizationId> recipients = Arrays.stream(
                        row.getString("recipients").split(" "))
                .filter(text -> !text.isEmpty())
                .map(OrganizationId::fromHex)
                .collect(Collectors.toUnmodifiableSet());
        return new ConsentOperation.Asked.Recording(TermsCodec.decode(terms), recipients);
    }

    private static Optional<ConsentOperation.Signed> signed(ResultSet row, SecretBox box, String id)
            throws SQLException, MalformedBytes {
        byte[] envelope = row.getBytes("envelope");
        if (envelope == null) {
            return Optional.empty();
        }
        byte[] salt = row.getBytes("sealed_salt");
        return Optional.of(new ConsentOperation.Signed(
                TransactionCodec.decode(envelope),
                row.getString("transaction_id"),
                salt == null ? Optional.empty() : Optional.of(Salt.of(Bytes32.of(box.open(context(id, "salt"), salt)))),
                row.getLong("sequence"),
                Optional.ofNullable(row.getString("commitment")).map(Bytes32::fromHex),
                Optional.ofNullable(row.getObject("expires_millis", Long.class)).map(Instant::ofEpochMilli)));
    }

    private static ConsentOperation.Step step(ResultSet row) throws SQLException {
        return switch (row.getString("state")) {
            case "PREPARED" -> new ConsentOperation.Step.Prepared();
            case "SIGNED" -> new ConsentOperation.Step.Submitted();
            case "FINAL" ->
                new ConsentOperation.Step.Final(
                        row.getLong("height"), Instant.ofEpochMilli(row.getLong("block_time_millis")));
            case "REFUSED" -> new ConsentOperation.Step.Refused(code(row.getInt("reject_code")));
            default -> throw new IllegalStateException("no operation has the state " + row.getString("state"));
        };
    }

    private static RejectCode code(int number) {
        return Arrays.stream(RejectCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reject code has the number " + number));
    }
}
