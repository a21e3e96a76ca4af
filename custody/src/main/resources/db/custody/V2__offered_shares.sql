-- What other organizations may hold of the studies of this one: noted before a share package leaves, taken off when the
-- recipient has answered the withdrawal or the consent is closed on the ledger.
create table custody.offered_shares (
    recipient varchar(64) not null,
    consent varchar(32) not null,
    study_uid varchar(64) not null,
    subject varchar(64) not null,
    resource_id varchar(64) not null,
    primary key (recipient, consent, study_uid)
);

-- The newest revision that was given to a message to another organization, and the newest that came from one.
create table custody.share_revisions (
    direction varchar(8) not null, -- SENT, RECEIVED
    organization varchar(64) not null,
    revision bigint not null,
    primary key (direction, organization)
);
