package org.assent.receipt;

/** How long a verification takes: a figure for the records, asserted nowhere. Run {@link #main}. */
final class VerificationSpeed {

    private VerificationSpeed() {}

    /** Prints microseconds with the header known and unknown. */
    public static void main(String[] arguments) {
        Ward ward = new Ward(new SyntheticChain(16), 2_000)
                .consent(Consented.to("south", "2.25.101"))
                .consent(Consented.to("west"));
        Receipt patient = ward.decide(Ward.treatment("south", "2.25.101"));
        for (Receipt receipt : new Receipt[] {ReceiptBuilder.recipient(patient), patient}) {
            byte[] text = ReceiptCodec.encode(receipt).toByteArray();
            ReceiptVerifier warm = ward.verifier();
            for (int round = 0; round < 5; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < 2_000; i++) {
                    if (!warm.verify(text).valid()) {
                        throw new IllegalStateException("a true receipt was refused");
                    }
                }
                long parsed = System.nanoTime();
                for (int i = 0; i < 2_000; i++) {
                    if (!warm.verify(receipt).valid()) {
                        throw new IllegalStateException("a true receipt was refused");
                    }
                }
                long end = System.nanoTime();
                ReceiptVerifier cold = ward.verifier();
                long unknown = System.nanoTime();
                cold.verify(text);
                System.out.printf(
                        "%s: header known %d us with reading, %d us without; header unknown %d us%n",
                        receipt.view().text(),
                        (parsed - begin) / 2_000_000,
                        (end - parsed) / 2_000_000,
                        (System.nanoTime() - unknown) / 1_000);
            }
        }
    }
}
