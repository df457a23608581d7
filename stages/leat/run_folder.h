/*
 * run_folder: the folder in which the programs of a `leat run` on links meet. Its name is short enough
 * for the path of a socket. A lock in it lives as long as its run; the folder of a run
 * that was killed has none, and is removed by the next one of the same user.
 */
#ifndef LEAT_STAGES_LEAT_RUN_FOLDER_H
#define LEAT_STAGES_LEAT_RUN_FOLDER_H

#include "base/err.h"

struct run_folder {
	char path[32];
	int lock;
};

/* Removes what killed runs left, and makes a new folder. */
int run_folder_make(struct run_folder *folder, struct err *err);
void run_folder_remove(struct run_folder *folder);

#endif
