/*
 * list: --list: what the sources are, as text, without reading them.
 */
#ifndef LEAT_INGEST_LIST_H
#define LEAT_INGEST_LIST_H

#include "ingest/ingest.h"

/* The whole of leat-ingest --list: a line a source, "NAME<tab>FORMAT<tab>SIZE"; the format
 * of a packed one ends in +gzip or +zstd. Returns the exit status. */
int list_main(const struct option *options, int argc, char **argv);

#endif
