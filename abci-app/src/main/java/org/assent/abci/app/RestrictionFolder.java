package org.assent.abci.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.SignedTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file for each kept restriction, by the hexadecimal digits of its TransactionId: there are few, and each is gone as soon as it
 * is in a block. Written beside, synced and renamed, so that no file is half there.
 *
 * <p>A disk that takes nothing more does not stop a restriction: it is then kept in memory only, and the log says so.
 */
public final class RestrictionFolder implements RestrictionStore {

    private static final Logger LOG = LoggerFactory.getLogger(RestrictionFolder.class);
    private static final String WRITING = ".writing";

    private final Path folder;

    /**
     * Makes the folder if it is missing.
     *
     * @throws IOException if it cannot be made
     */
    public RestrictionFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public void keep(TransactionId id, byte[] envelope) {
        Path beside = folder.resolve(id.toHex() + WRITING);
        try {
            try (FileChannel file = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(envelope);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(beside, folder.resolve(id.toHex()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.error("a restriction is kept in memory only, since {} cannot be written", folder, e);
        }
    }

    @Override
    public void forget(TransactionId id) {
        try {
            Files.deleteIfExists(folder.resolve(id.toHex()));
        } catch (IOException e) {
            LOG.warn("a restriction that is done with cannot be deleted from {}: it is offered once more", folder, e);
        }
    }

    @Override
    public List<byte[]> kept() {
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> envelopes = new ArrayList<>();
            for (Path file : files.limit(BlockLimits.MEMPOOL_TRANSACTIONS).toList()) {
                if (file.toString().endsWith(WRITING)) {
                    Files.delete(file);
                } else if (Files.size(file) <= SignedTransaction.MAX_LENGTH) {
                    envelopes.add(Files.readAllBytes(file));
                }
            }
            return envelopes;
        } catch (IOException e) {
            throw new UncheckedIOException("the kept restrictions in " + folder + " cannot be read", e);
        }
    }
}
