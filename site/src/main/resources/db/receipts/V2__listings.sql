-- Listings: equal decisions share one receipt. Which receipt the ids of the later ones stand for.
create table receipts.made_again (
    receipt_id varchar(36) not null primary key,
    entry bigint not null, -- number of the entry in the access log that is the decision
    recipient varchar(64) not null, -- the requesting organization
    made_as varchar(36) not null, -- of receipts.made
    made_millis bigint not null
);
create index made_again_as on receipts.made_again (made_as);
create index made_again_for_recipient on receipts.made_again (recipient, entry);
