/** Four hospitals on one machine: their keys, their network, their processes, and the story that they play. */
@NullMarked
package org.assent.site.demo;

import org.jspecify.annotations.NullMarked;
