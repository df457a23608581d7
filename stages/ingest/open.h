/*
 * open: from bytes to a reader: what the source is, and whether its name agrees.
 */
#ifndef LEAT_INGEST_OPEN_H
#define LEAT_INGEST_OPEN_H

#include "ingest/detect.h"
#include "ingest/reader.h"

/* Decides the format of the flow (AUTO: by content) and opens a reader for it. Returns
 * NULL and notes a `format` fault when there is none, or when the name claims a container
 * that the content is not; NULL with *format EMPTY when there is nothing to read. */
struct reader *reader_open(const struct reading *in, struct str name, enum format *format);

/* What the flow is, by its first bytes. */
enum format reader_detect(struct flow *flow);

#endif
