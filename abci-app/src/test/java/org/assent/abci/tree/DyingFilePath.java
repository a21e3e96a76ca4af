package org.assent.abci.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePathWrapper;

/** How H2 reaches the {@link DyingDisk} of a file: by a scheme before its name. H2 makes instances by the constructor. */
public final class DyingFilePath extends FilePathWrapper {

    @Override
    public String getScheme() {
        return DyingDisk.SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(DyingDisk.of(getBase().name), getBase().open(mode));
    }

    private static final class Channel extends FileBase {

        private final DyingDisk disk;
        private final FileChannel file;
        private final int life;

        Channel(DyingDisk disk, FileChannel file) {
            this.disk = disk;
            this.life = disk.life();
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            disk.checkAlive(life);
            return file.read(target);
        }

        @Override
        public synchronized int read(ByteBuffer target, long at) throws IOException {
            disk.checkAlive(life);
            return file.read(target, at);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int written = disk.write(life, file, source, file.position());
            file.position(file.position() + written);
            return written;
        }

        @Override
        public synchronized int write(ByteBuffer source, long at) throws IOException {
            return disk.write(life, file, source, at);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            disk.truncate(life, file, size);
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            disk.force(life);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long at) throws IOException {
            file.position(at);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long at, long size, boolean shared) throws IOException {
            return file.tryLock(at, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
