-- Where the browser of a person goes back to from here; only apps have such addresses. An app may have neither key nor secret.
alter table client add column redirect_uris varchar(5000);

-- Codes that apps exchange for tokens, kept longer than they are good so that a second use is noticed.
create table authorization_code (
    code_hash      varchar(64)   not null primary key,
    client_id      varchar(128)  not null,
    redirect_uri   varchar(512)  not null,
    challenge      varchar(64)   not null,
    account_id     varchar(36)   not null references account (account_id) on delete cascade,
    scopes         varchar(2000) not null,
    audience       varchar(2000) not null,
    token_id       varchar(36)   not null,      -- the id that the token made from it has, or would have
    expires_millis bigint        not null,
    used_millis    bigint
);

create index authorization_code_expiry on authorization_code (expires_millis);
create index authorization_code_account on authorization_code (account_id);
