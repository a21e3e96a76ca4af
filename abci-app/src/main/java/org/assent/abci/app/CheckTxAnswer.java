package org.assent.abci.app;

import org.assent.abci.wire.ResponseCheckTx;
import org.assent.ledger.transaction.RejectCode;

/**
 * The codes with which CheckTx answers, and with which {@code broadcast_tx_sync} hands them on.
 *
 * <p>Codespace {@value #RULES}: numbers of {@link RejectCode}. Codespace {@value #DOOR}: 1 busy, 2 already applied.
 */
public final class CheckTxAnswer {

    /** The codespace of {@link RejectCode}. */
    public static final String RULES = "assent";

    /** The codespace of answers that only this node gives and no block contains. */
    public static final String DOOR = "assent.door";

    /** Come again later. */
    public static final int BUSY = 1;

    /** Nothing to do: the state shows the effect already. */
    public static final int ALREADY_APPLIED = 2;

    private CheckTxAnswer() {}

    static ResponseCheckTx admitted() {
        return ResponseCheckTx.getDefaultInstance();
    }

    static ResponseCheckTx rejected(RejectCode code) {
        return ResponseCheckTx.newBuilder()
                .setCode(code.number())
                .setCodespace(RULES)
                .setLog(code.name())
                .build();
    }

    static ResponseCheckTx busy() {
        return door(BUSY, "busy: send it again later");
    }

    static ResponseCheckTx alreadyApplied() {
        return door(ALREADY_APPLIED, "already applied");
    }

    private static ResponseCheckTx door(int code, String log) {
        return ResponseCheckTx.newBuilder()
                .setCode(code)
                .setCodespace(DOOR)
                .setLog(log)
                .build();
    }
}
