package org.assent.abci.app;

import com.google.protobuf.ByteString;
import org.assent.abci.snapshot.Snapshot;
import org.assent.abci.snapshot.SnapshotFormat;
import org.assent.abci.snapshot.SnapshotRestore;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.wire.RequestApplySnapshotChunk;
import org.assent.abci.wire.RequestLoadSnapshotChunk;
import org.assent.abci.wire.RequestOfferSnapshot;
import org.assent.abci.wire.ResponseApplySnapshotChunk;
import org.assent.abci.wire.ResponseListSnapshots;
import org.assent.abci.wire.ResponseLoadSnapshotChunk;
import org.assent.abci.wire.ResponseOfferSnapshot;

/** The four calls of the state sync connection (abci++_methods.md, ListSnapshots to ApplySnapshotChunk). */
final class SnapshotCalls {

    private final Snapshots snapshots;
    private final LedgerChain chain;
    private final StoredCommitStream stream;

    SnapshotCalls(Snapshots snapshots, LedgerChain chain, StoredCommitStream stream) {
        this.snapshots = snapshots;
        this.chain = chain;
        this.stream = stream;
    }

    ResponseListSnapshots list() {
        ResponseListSnapshots.Builder list = ResponseListSnapshots.newBuilder();
        for (Snapshot snapshot : snapshots.offered(chain.committed().height())) {
            list.addSnapshots(org.assent.abci.wire.Snapshot.newBuilder()
                    .setHeight(snapshot.height())
                    .setFormat(SnapshotFormat.VERSION)
                    .setChunks(snapshot.chunks())
                    .setHash(ByteString.copyFrom(snapshot.hash().toByteArray()))
                    .setMetadata(ByteString.copyFrom(snapshot.metadata().toByteArray())));
        }
        return list.build();
    }

    /** No chunk in the answer: this site does not have it. */
    ResponseLoadSnapshotChunk load(RequestLoadSnapshotChunk request) {
        ResponseLoadSnapshotChunk.Builder answer = ResponseLoadSnapshotChunk.newBuilder();
        snapshots
                .chunk(request.getHeight(), request.getFormat(), request.getChunk())
                .ifPresent(chunk -> answer.setChunk(ByteString.copyFrom(chunk)));
        return answer.build();
    }

    ResponseOfferSnapshot offer(RequestOfferSnapshot request) {
        org.assent.abci.wire.Snapshot offered = request.getSnapshot();
        SnapshotRestore.Offer offer = snapshots
                .restore()
                .offer(
                        offered.getHeight(),
                        offered.getFormat(),
                        Integer.toUnsignedLong(offered.getChunks()),
                        offered.getHash().toByteArray(),
                        offered.getMetadata().toByteArray(),
                        request.getAppHash().toByteArray());
        return ResponseOfferSnapshot.newBuilder()
                .setResult(
                        switch (offer) {
                            case ACCEPTED -> {
                                chain.waitsForState();
                                yield ResponseOfferSnapshot.Result.ACCEPT;
                            }
                            case HAS_STATE -> ResponseOfferSnapshot.Result.ABORT;
                            case UNKNOWN_FORMAT -> ResponseOfferSnapshot.Result.REJECT_FORMAT;
                            case REFUSED -> ResponseOfferSnapshot.Result.REJECT;
                        })
                .build();
    }

    ResponseApplySnapshotChunk apply(RequestApplySnapshotChunk request) {
        ResponseApplySnapshotChunk.Builder answer = ResponseApplySnapshotChunk.newBuilder();
        long index = Integer.toUnsignedLong(request.getIndex());
        return switch (snapshots.restore().apply(index, request.getChunk().toByteArray())) {
            case SnapshotRestore.Applied.More more ->
                answer.setResult(ResponseApplySnapshotChunk.Result.ACCEPT).build();
            case SnapshotRestore.Applied.Done done -> {
                chain.restored(done.state());
                stream.published();
                yield answer.setResult(ResponseApplySnapshotChunk.Result.ACCEPT).build();
            }
            case SnapshotRestore.Applied.Damaged damaged ->
                answer.setResult(ResponseApplySnapshotChunk.Result.RETRY)
                        .addRefetchChunks(request.getIndex())
                        .addRejectSenders(request.getSender())
                        .build();
            case SnapshotRestore.Applied.Refused refused ->
                answer.setResult(ResponseApplySnapshotChunk.Result.REJECT_SNAPSHOT)
                        .build();
            case SnapshotRestore.Applied.NotAsked notAsked ->
                answer.setResult(ResponseApplySnapshotChunk.Result.ABORT).build();
        };
    }
}
