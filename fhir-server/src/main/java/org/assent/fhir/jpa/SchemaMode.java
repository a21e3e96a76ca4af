package org.assent.fhir.jpa;

/** What is done about HAPI's tables at start. */
enum SchemaMode {
    /** They are there: a database made before, or a copy of the empty template. */
    KEEP("none"),
    /** They are made: an empty database. */
    CREATE("create-only");

    private final String hibernateOption;

    SchemaMode(String hibernateOption) {
        this.hibernateOption = hibernateOption;
    }

    /** Value of {@code hibernate.hbm2ddl.auto}. */
    String hibernateOption() {
        return hibernateOption;
    }
}
