-- The order of every list of studies as an index, so that a page is read without sorting all of them.

drop index dicomweb.study_by_date;
create index study_in_order on dicomweb.study (study_date desc, study_time desc, study_uid);
