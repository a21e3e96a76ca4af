/**
 * The access log as each patient can check it: one chain of entries for each subject, all chains under one root, and the
 * proof that what is shown of a subject is all. The format is {@code docs/access-log-format.md}.
 */
@NullMarked
package org.assent.audit.cumulative;

import org.jspecify.annotations.NullMarked;
