-- Times are milliseconds since 1970. Secrets are kept as hashes only.

create table client (
    client_id      varchar(128)  not null primary key,
    key_set        varchar(16000),              -- public keys, JWK Set; or
    secret_hash    varchar(64),                 -- SHA-256 of the secret
    roles          varchar(256)  not null,
    token_seconds  integer       not null,
    added_millis   bigint        not null
);

create table account (
    account_id     varchar(36)   not null primary key,
    sign_in_name   varchar(64)   unique,        -- of demo accounts only
    display_name   varchar(120)  not null,
    roles          varchar(256)  not null,
    password_hash  varchar(256),                -- of demo accounts only
    added_millis   bigint        not null,
    joined_millis  bigint                       -- when the first session was opened
);

create table person_session (
    session_hash   varchar(64)   not null primary key,
    account_id     varchar(36)   not null references account (account_id) on delete cascade,
    opened_millis  bigint        not null,
    used_millis    bigint        not null
);

create index person_session_account on person_session (account_id);

create table invitation (
    code_hash      varchar(64)   not null primary key,
    account_id     varchar(36)   not null references account (account_id) on delete cascade,
    expires_millis bigint        not null
);

create index invitation_account on invitation (account_id);

-- Ids of assertions, kept until the assertion would be refused anyway.
create table used_assertion (
    id_hash        varchar(64)   not null primary key,
    expires_millis bigint        not null
);

create index used_assertion_expiry on used_assertion (expires_millis);

-- What another organization signed when it asked for a token: the proof that it did.
create table token_evidence (
    assertion_hash varchar(64)   not null primary key,
    organization   varchar(64)   not null,
    assertion      varchar(4096) not null,
    proof          varchar(4096) not null,
    granted        boolean       not null,
    request_id     varchar(64)   not null,
    asked_millis   bigint        not null
);

create index token_evidence_asked on token_evidence (asked_millis);
