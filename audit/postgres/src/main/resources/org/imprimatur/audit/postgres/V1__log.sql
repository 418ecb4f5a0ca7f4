-- One log for all gateways that name this database. The one row of "log" is what they queue for.
create table log (
  only_one    boolean primary key default true check (only_one),
  verifier    text not null,   -- the published key of the checkpoints
  pseudonyms  text not null,   -- shows whether a node has the same secret, and not the secret
  size        bigint not null,
  compact     bytea not null,  -- the roots of the complete subtrees, 32 bytes each
  checkpoint  text not null
);

create table entry (
  index    bigint primary key,
  leaf     bytea not null
);

create table checkpoint (
  size  bigint primary key,
  note  text not null
);

create table chain (
  tenant    text primary key,
  seq       bigint not null,
  previous  text not null
);

create table node (
  id    uuid primary key,
  seen  timestamptz not null
);

create table open_request (
  tenant    text not null,
  request   text not null,
  accepted  bigint not null,
  node      uuid not null,
  primary key (tenant, request)
);
create index open_request_node on open_request (node);
