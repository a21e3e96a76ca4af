-- Restrictions that somebody signed elsewhere and handed over: they bind here, and are submitted until the ledger has them.
create table custody.handed_restrictions (
    id varchar(64) not null primary key, -- TransactionId
    envelope bytea not null
);
