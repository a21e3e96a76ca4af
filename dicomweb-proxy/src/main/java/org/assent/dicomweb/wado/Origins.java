package org.assent.dicomweb.wado;

import java.io.IOException;
import java.util.List;
import org.assent.decision.request.Operation;
import org.assent.dicomweb.enforcement.Enforcement;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.archive.StoredInstance;
import org.assent.dicomweb.origin.remote.RemoteOrigin;

/**
 * Where the instances of a study come from, once the decision permits them: the archive, or the site that shares them.
 *
 * @param enforcement decides and logs
 * @param archive what is held here
 * @param remote what others share
 */
public record Origins(Enforcement enforcement, Archive archive, RemoteOrigin remote) {

    /** Answers from instances that are held here. */
    @FunctionalInterface
    interface Local {
        /** Writes the answer; there is at least one instance. */
        void answer(List<StoredInstance> instances, Release release) throws IOException;
    }

    /** Decides, then answers from here or from the source; 404 if there are no such instances. */
    void retrieve(Exchange exchange, Scope scope, Operation operation, Local local) throws IOException {
        scope.check(exchange);
        String study = exchange.uid("study");
        enforcement.release(exchange, study, operation, release -> {
            List<StoredInstance> instances = scope.instances(archive, exchange);
            if (!instances.isEmpty()) {
                local.answer(instances, release);
            } else if (archive.holds(study)) {
                throw Enforcement.missing();
            } else {
                remote.forward(exchange, study, release);
            }
        });
    }
}
