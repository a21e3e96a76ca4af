package org.assent.abci.stream;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;

/** Remembers what it was told. */
class RecordingFollower implements CommitFollower {

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<ChangedLeaf> leaves = new CopyOnWriteArrayList<>();
    final List<CommittedBlock> blocks = new CopyOnWriteArrayList<>();

    @Override
    public void beginState(long height, Instant time, Bytes32 appHash) {
        events.add("begin " + height);
        leaves.clear();
    }

    @Override
    public void leaf(ChangedLeaf leaf) {
        leaves.add(leaf);
    }

    @Override
    public void endOfState() {
        events.add("end");
    }

    @Override
    public void committed(CommittedBlock block) {
        blocks.add(block);
        events.add("block " + block.height());
    }

    List<Long> heights() {
        return blocks.stream().map(CommittedBlock::height).toList();
    }
}
