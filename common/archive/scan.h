/*
 * scan: finds the frames of an archive file by reading their headers one after the other.
 * Where a header is damaged the next good one is looked for, byte by byte; what lies
 * between is damage if a COMMIT or STOP follows, else part of the torn tail. Linear time.
 */
#ifndef LEAT_ARCHIVE_SCAN_H
#define LEAT_ARCHIVE_SCAN_H

#include "archive/content.h"

/* As archive_content_read; content->size is set. Goes on behind the last COMMIT that *content
 * knows, or starts at the beginning. */
int archive_scan(int fd, const char *name, struct archive_content *content, struct err *err);

#endif
