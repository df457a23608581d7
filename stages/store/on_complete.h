/* on_complete: runs the user's command for a file that is complete. */
#ifndef LEAT_STORE_ON_COMPLETE_H
#define LEAT_STORE_ON_COMPLETE_H

#include "base/err.h"

/* Runs `command` by sh, with the path in place of each {}, and waits for it. Its standard output
 * goes to standard error. EXIT_FAILED where its exit status is not 0. */
int on_complete(const char *command, const char *path, struct err *err);

#endif
