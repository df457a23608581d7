/*
 * tracking_file: the list of tracking parameters from a file of the user's own (I/O). The
 * format is that of configs/tracking-parameters.txt.
 */
#ifndef LEAT_NORMALIZE_TRACKING_FILE_H
#define LEAT_NORMALIZE_TRACKING_FILE_H

#include "base/err.h"
#include "text/url.h"

enum {
	TRACKING_FILE_MAX = 64 * 1024,
	TRACKING_NAMES_MAX = 1024, /* each parameter is compared with each name */
};

/* Refers to itself: it must not be copied or moved once it was read. */
struct tracking_file {
	struct url_tracking list;
	struct str names[TRACKING_NAMES_MAX];
	char content[TRACKING_FILE_MAX];
	size_t len;
};

int tracking_file_read(const char *path, struct tracking_file *file, struct err *err);

#endif
