/*
 * schema: how a kept record is laid out in JSON lines.
 *
 *   leat       all fields by their own names, flat
 *   datatrove  {text, id, metadata}: the rest in metadata under the names that its blocks use
 *              (url, date, file_path, language, language_score, language_script,
 *              minhash_cluster_id); empty values are left out
 *   dolma      {id, text, source, added, created, metadata} (allenai/dolma, data-format.md);
 *              times with milliseconds
 *   fineweb    FineWeb's columns, flat, each in every line: text, id, dump, url, date,
 *              file_path, language, language_score, language_script
 */
#ifndef LEAT_STORE_SCHEMA_H
#define LEAT_STORE_SCHEMA_H

#include "record/record.h"

enum schema { SCHEMA_LEAT, SCHEMA_DATATROVE, SCHEMA_DOLMA, SCHEMA_FINEWEB };

#define SCHEMA_NAMES "leat|datatrove|dolma|fineweb"

/* The schema of that name, which is one of SCHEMA_NAMES. */
enum schema schema_by_name(const char *name);
/* Appends the record as one JSON object without line break; `text` is its text, which may
 * have the title in front. Body is written by SCHEMA_LEAT only. */
void schema_write(enum schema schema, const struct record *record, struct str text, struct buf *out);
/* FineWeb's dump: "CC-MAIN-2024-10" where the source's path says so, else empty. */
struct str schema_dump(struct str source);

#endif
