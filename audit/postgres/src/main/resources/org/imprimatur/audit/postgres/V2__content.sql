-- The ciphertext that an entry names by its digest. It is no part of the tree.
create table content (
  index   bigint primary key,
  sealed  bytea not null
);
