package org.assent.abci.client;

import com.google.protobuf.ByteString;
import java.util.function.UnaryOperator;
import org.assent.abci.rules.TransactionCheck;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseCheckTx;
import org.assent.abci.wire.ResponsePrepareProposal;
import org.assent.ledger.transaction.Priority;

/**
 * The application of a validator that does not want patients to revoke: while it censors, it lets no restriction into its mempool, so
 * its node passes none on, and its proposals leave them out. In everything else it is honest, so that nobody can tell.
 */
final class Censor implements UnaryOperator<AbciApplication> {

    private volatile boolean censoring = true;

    /** From now on it is honest. */
    void repent() {
        censoring = false;
    }

    @Override
    public AbciApplication apply(AbciApplication honest) {
        return request -> censoring ? censored(honest, request) : honest.handle(request);
    }

    private static Response censored(AbciApplication honest, Request request) {
        if (request.hasCheckTx() && restricts(request.getCheckTx().getTx())) {
            return Response.newBuilder()
                    .setCheckTx(ResponseCheckTx.newBuilder().setCode(1))
                    .build();
        }
        Response response = honest.handle(request);
        if (!response.hasPrepareProposal()) {
            return response;
        }
        return Response.newBuilder()
                .setPrepareProposal(ResponsePrepareProposal.newBuilder()
                        .addAllTxs(response.getPrepareProposal().getTxsList().stream()
                                .filter(transaction -> !restricts(transaction))
                                .toList()))
                .build();
    }

    private static boolean restricts(ByteString transaction) {
        return TransactionCheck.decode(transaction.toByteArray())
                .filter(decoded -> decoded.priority() == Priority.RESTRICTION)
                .isPresent();
    }
}
