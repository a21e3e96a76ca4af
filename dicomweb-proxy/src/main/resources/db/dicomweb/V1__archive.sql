-- The index of the archive. Authority for what is stored and for revisions; attributes can be made again from the files.
-- Runs on H2 and on PostgreSQL. Matching columns hold a normal form of their attribute and '' where it has no value.

create table dicomweb.study (
    id                  bigint generated always as identity primary key,
    origin              varchar(64)     not null, -- '' is held here, else the source's OrganizationId
    study_uid           varchar(64)     not null,
    revision            bigint          not null, -- counts up with every change of the study's instances
    registered_revision bigint          not null,
    changed_at          bigint          not null, -- milliseconds since 1970
    series_count        integer         not null,
    instance_count      integer         not null,
    patient_issuer      varchar(256)    not null, -- (0010,0021), or this site's own
    patient_id          varchar(256)    not null,
    patient_name        varchar(256)    not null,
    patient_name_other  varchar(256)    not null,
    patient_birth_date  varchar(256)    not null,
    patient_sex         varchar(256)    not null,
    study_date          varchar(256)    not null,
    study_time          varchar(256)    not null,
    accession_number    varchar(256)    not null,
    referring_physician varchar(256)    not null,
    referring_physician_other varchar(256) not null,
    study_identifier    varchar(256)    not null,
    study_description   varchar(256)    not null,
    attributes          varchar(200000) not null, -- DICOM JSON of the study's level
    constraint study_once unique (study_uid, origin)
);
create index study_by_date on dicomweb.study (study_date, study_time, study_uid);
create index study_by_patient on dicomweb.study (patient_id);
create index study_by_name on dicomweb.study (patient_name);
create index study_by_accession on dicomweb.study (accession_number);
create index study_by_change on dicomweb.study (changed_at);

create table dicomweb.study_modality (
    study_id bigint       not null references dicomweb.study (id) on delete cascade,
    modality varchar(256) not null,
    primary key (study_id, modality)
);

create table dicomweb.series (
    id                 bigint generated always as identity primary key,
    study_id           bigint          not null references dicomweb.study (id) on delete cascade,
    series_uid         varchar(64)     not null,
    instance_count     integer         not null,
    position           integer         not null, -- SeriesNumber for ordering
    modality           varchar(256)    not null,
    series_number      varchar(256)    not null,
    performed_date     varchar(256)    not null,
    performed_time     varchar(256)    not null,
    series_description varchar(256)    not null,
    body_part          varchar(256)    not null,
    attributes         varchar(200000) not null,
    constraint series_once unique (study_id, series_uid)
);
create index series_by_uid on dicomweb.series (series_uid);

create table dicomweb.series_request (
    series_id           bigint       not null references dicomweb.series (id) on delete cascade,
    scheduled_step      varchar(256) not null,
    requested_procedure varchar(256) not null
);
create index request_by_series on dicomweb.series_request (series_id);

create table dicomweb.instance (
    id              bigint generated always as identity primary key,
    series_id       bigint          not null references dicomweb.series (id) on delete cascade,
    sop_uid         varchar(64)     not null,
    sop_class       varchar(64)     not null,
    instance_number varchar(256)    not null,
    position        integer         not null, -- InstanceNumber for ordering
    transfer_syntax varchar(64)     not null,
    sha256          varchar(64)     not null, -- of the file's bytes, and its name
    length          bigint          not null,
    frames          integer         not null,
    missing         boolean         not null, -- the file was not there when the archive was checked
    attributes      varchar(200000) not null,
    constraint instance_once unique (sop_uid)
);
create index instance_by_series on dicomweb.instance (series_id);
create index instance_by_file on dicomweb.instance (sha256);
