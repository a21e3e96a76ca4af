package org.assent.site.demo.story;

/**
 * The studies that the story sends to North.
 *
 * @param main the one that it is about
 * @param second another patient's, permitted all along
 * @param traffic what is being stored while North is killed
 */
public record StoryStudies(StudyFiles main, StudyFiles second, StudyFiles traffic) {}
