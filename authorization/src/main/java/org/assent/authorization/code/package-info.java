/** Apps that act for the people who use them: what they ask, the page where a person approves it, the codes they get. */
@NullMarked
package org.assent.authorization.code;

import org.jspecify.annotations.NullMarked;
