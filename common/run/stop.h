/*
 * stop: SIGINT and SIGTERM. The first sets a flag and wakes a descriptor; the second ends
 * the process at once with exit status 75: the crash path is the tested path. SIGPIPE is
 * ignored (a write says EPIPE). The handler's state is the one place where a signal can
 * find it.
 */
#ifndef LEAT_RUN_STOP_H
#define LEAT_RUN_STOP_H

#include <stdbool.h>

void stop_install(void);
bool stop_asked(void);
/* Polls readable once a signal came. */
int stop_descriptor(void);

/* SIGHUP then asks to read files again, instead of ending the process. */
void stop_install_reload(void);
/* Once for each signal. */
bool stop_reload_asked(void);

#endif
