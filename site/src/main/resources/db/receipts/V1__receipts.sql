-- Receipts of what this site decided, and of what other sites decided for it. Runs on H2 and on PostgreSQL. Times are
-- milliseconds since 1970 in UTC; ids and hashes are lower-case hexadecimal digits. Made receipts are sealed under the key of
-- their subject, so that destroying that key destroys them; received ones under the master key.

create table receipts.made (
    receipt_id varchar(36) not null primary key,
    entry bigint not null, -- number of the entry in the access log that is the decision
    subject varchar(64) not null,
    recipient varchar(64) not null, -- the requesting organization
    permit boolean not null,
    height bigint not null,
    state varchar(8) not null, -- DRAFT, COMPLETE, or FAILED: it did not verify and is given to nobody
    made_millis bigint not null,
    sealed_receipt bytea not null
);
create index made_by_state on receipts.made (state, height);
create index made_for_recipient on receipts.made (recipient, entry);

-- The number of the last entry of the access log of which a receipt was made or is not to be made.
create table receipts.progress (
    id integer not null primary key,
    entry bigint not null
);

-- Receipts of other sites, from the moment that an answer of theirs named one.
create table receipts.received (
    receipt_id varchar(36) not null,
    source varchar(64) not null,
    noted_millis bigint not null,
    tries integer not null,
    due_millis bigint, -- of the next try; empty if it is there, or was given up
    sealed_receipt bytea,
    primary key (receipt_id, source)
);
-- Which accesses of this site rest on them: the ids that its own answers named.
create table receipts.received_for (
    access_id varchar(36) not null,
    receipt_id varchar(36) not null,
    source varchar(64) not null,
    primary key (access_id, receipt_id, source)
);
create index received_due on receipts.received (due_millis);
