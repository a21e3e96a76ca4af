package org.assent.fhir.jpa;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The last door before the tables: a resource is stored, changed or deleted only by a part of this server that may write
 * its type. So no Consent gets in beside the ledger, whatever HAPI offers.
 */
@Interceptor
public final class WriterGuard {

    static final String WRITER = "org.assent.writer";

    /** Before a resource is stored for the first time. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void creating(IBaseResource resource, @Nullable RequestDetails request) {
        check(resource, request);
    }

    /** Before a new version of it is stored. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void updating(IBaseResource before, IBaseResource resource, @Nullable RequestDetails request) {
        check(resource, request);
    }

    /** Before it is deleted. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
    public void deleting(IBaseResource resource, @Nullable RequestDetails request) {
        check(resource, request);
    }

    private static void check(IBaseResource resource, @Nullable RequestDetails request) {
        Object writer = request == null ? null : request.getUserData().get(WRITER);
        if (!(writer instanceof Writer w) || !w.mayStore(resource.fhirType())) {
            throw new IllegalStateException(resource.fhirType() + " may not be stored by " + writer);
        }
    }
}
