/* postgres_schema: the tables of a PostgreSQL sink. Pure. */
#ifndef LEAT_STORE_POSTGRES_SCHEMA_H
#define LEAT_STORE_POSTGRES_SCHEMA_H

#include "base/buf.h"

enum { POSTGRES_SCHEMA_VERSION = 1 }; /* table leat */

/* Appends what makes the tables where they are not there, as one query that is one
 * transaction. Two stores that start at once wait for each other at a lock. */
void postgres_schema(struct buf *sql);

#endif
