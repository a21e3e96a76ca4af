-- Ids of tokens that were taken back, kept until the token would have ended anyway.
create table revoked_token (
    id_hash        varchar(64)   not null primary key,
    expires_millis bigint        not null
);

create index revoked_token_expiry on revoked_token (expires_millis);
