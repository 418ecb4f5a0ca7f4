-- Entries that were retired: only the hashes of their leaves are kept, 32 bytes each.
create table retired (
  first   bigint primary key,
  hashes  bytea not null
);

-- Where the entries begin that are kept, and the signed state of the log there.
create table retirement (
  only_one  boolean primary key default true check (only_one),
  size      bigint not null,
  state     text not null
);
