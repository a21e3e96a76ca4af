-- Ids of clients that were revoked: not given again while tokens of the one that had them could be good.
create table revoked_client (
    client_id varchar(128) primary key,
    until_millis bigint not null
);
