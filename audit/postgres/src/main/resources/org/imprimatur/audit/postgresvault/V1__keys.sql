-- The wrapped keys to content, each under the key of its tenant, which is under a master key that
-- never comes here. A row that is deleted is content that is erased.
create table content_key (
  tenant   text not null,
  month    text not null,  -- 2026-11; empty for the tenant's own key
  subject  text not null,  -- a pseudonym of the log
  wrapped  bytea not null,
  primary key (tenant, month, subject)
);
create index content_key_subject on content_key (tenant, subject);

-- Whose content the law wants kept.
create table held (
  tenant   text not null,
  subject  text not null,
  primary key (tenant, subject)
);
