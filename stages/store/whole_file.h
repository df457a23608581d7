/*
 * whole_file: a file that appears under its name only when it is whole: written beside it
 * as PATH.part, synced and renamed at the end.
 */
#ifndef LEAT_STORE_WHOLE_FILE_H
#define LEAT_STORE_WHOLE_FILE_H

#include "base/buf.h"
#include "base/err.h"

struct whole_file {
	char *path, *part;
	int fd;
	uint64_t length; /* written so far */
};

/* EXIT_MISMATCH where `path` exists. A left-over part is replaced. */
int whole_file_open(struct whole_file *file, const char *path, struct err *err);
int whole_file_write(struct whole_file *file, struct str bytes, struct err *err);
/* Gives it its name, or (not `whole`) removes it. Releases the structure in any case. */
int whole_file_close(struct whole_file *file, bool whole, struct err *err);

/* Gives what lies whole and durable at `part`, a file or a folder, its name: what comes back was done
 * durably. */
int whole_file_name(const char *part, const char *path, struct err *err);

#endif
