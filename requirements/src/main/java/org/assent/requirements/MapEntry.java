package org.assent.requirements;

/**
 * One entry of the map.
 *
 * @param level as the list has it
 */
public record MapEntry(String id, Level level, Standing standing) {}
