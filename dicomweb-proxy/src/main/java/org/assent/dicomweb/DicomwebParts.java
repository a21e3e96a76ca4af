package org.assent.dicomweb;

import java.time.Clock;
import org.assent.audit.AccessLog;
import org.assent.authorization.peer.PeerClient;
import org.assent.custody.decision.DecisionPoint;
import org.assent.custody.share.SharedStudies;
import org.assent.dicomweb.enforcement.PatientBinding;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.remote.NamedReceipts;
import org.assent.store.SiteDatabase;

/**
 * What the service is built on; all of it is the site's to open and close.
 *
 * @param database with the archive's index
 * @param archive the archive
 * @param decisions the site's decision point
 * @param patients tells whose a study is
 * @param shared what other sites share with this one
 * @param log the access log
 * @param peers calls to other sites
 * @param stored called after a Store request has stored something, to have it registered soon
 * @param receipts told of each receipt that another site's answer named
 * @param clock the site's clock
 */
public record DicomwebParts(
        SiteDatabase database,
        Archive archive,
        DecisionPoint decisions,
        PatientBinding patients,
        SharedStudies shared,
        AccessLog log,
        PeerClient peers,
        Runnable stored,
        NamedReceipts receipts,
        Clock clock) {}
