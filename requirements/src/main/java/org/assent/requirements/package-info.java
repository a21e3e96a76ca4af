/**
 * What standards, law and the threat model ask for ({@code docs/requirements.tsv}), how each stands
 * ({@code docs/standards-map.yml}), which tests carry its id, and how they went.
 */
@NullMarked
package org.assent.requirements;

import org.jspecify.annotations.NullMarked;
