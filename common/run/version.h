/*
 * version: what --version prints: the version of Leat, of the stage's results, and of the
 * libraries that are in.
 */
#ifndef LEAT_RUN_VERSION_H
#define LEAT_RUN_VERSION_H

#include "base/buf.h"

#define LEAT_VERSION "0.1.0"

void version_text(const char *program, int results, struct buf *out);

#endif
