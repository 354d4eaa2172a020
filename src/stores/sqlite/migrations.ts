/** The versions of the database, oldest first: each is applied once, in one transaction; none is ever changed. */

/** The number of a version is its place, from 1. */
export const migrations: readonly string[] = [
  `
create table estate (
  number integer primary key,
  id text not null unique,
  title text not null,
  kind text not null,
  -- Counts what was written about it: what a reader holds in memory is as old as the count it read.
  version integer not null default 0,
  -- How many positions were ever given out.
  positions integer not null default 0,
  last integer,
  failing_since text,
  failing_at text,
  failing_message text
) strict;

create table look (
  number integer primary key autoincrement,
  estate integer not null,
  at text not null,
  policy_set text not null,
  program text not null,
  complete integer not null,
  missing text not null,
  digest text not null,
  objects integer not null,
  open integer not null
) strict;
create index look_estate on look (estate, number);

-- When the looks were that findings speak of: stays when a look is forgotten.
create table moment (look integer primary key, at text not null) strict;

-- Which position a finding has, and a hash of what was kept of it: an unchanged finding is read here and written nowhere.
create table identity (
  estate integer not null,
  id text not null,
  position integer not null,
  hash text not null,
  primary key (estate, id)
) strict, without rowid;

-- The key is the estate's number times 2^32 plus the position.
create table body (key integer primary key, id text not null, record text not null) strict;

-- Findings that came back: resolved by one look, there again at another.
create table absence (
  estate integer not null,
  position integer not null,
  gone integer not null,
  back integer not null,
  primary key (estate, position, gone)
) strict, without rowid;

-- What questions narrow by, 1024 findings a row: see columns.ts.
create table chunk (
  estate integer not null,
  number integer not null,
  version integer not null,
  bytes blob not null,
  primary key (estate, number)
) strict;
create index chunk_version on chunk (estate, version);

create table word (
  estate integer not null,
  list integer not null,
  text text not null,
  number integer not null,
  title text,
  primary key (estate, list, text)
) strict, without rowid;
create unique index word_number on word (estate, list, number);

create virtual table text_index using fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3 4 5 6'
);
-- Long words, to find those that begin alike.
create table long_word (text text primary key) strict, without rowid;

create table view (
  estate integer not null,
  name text not null,
  body text not null,
  primary key (estate, name)
) strict;

create table rule (
  estate integer not null,
  id text not null,
  body text not null,
  primary key (estate, id)
) strict, without rowid;

create table day (
  estate integer not null,
  day text not null,
  look integer not null,
  at text not null,
  policy_set text not null,
  digest text not null,
  complete integer not null,
  looks integer not null,
  open text not null,
  accepted integer not null,
  appeared integer,
  resolved integer,
  depths text not null,
  primary key (estate, day)
) strict;
`,
];
