#include "leat/run_folder.h"
#include "base/buf.h"
#include "base/file.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUN_FOLDERS "/tmp/leat-run-"

/* The lock of a folder, held; -1: another holds it, or it is gone. */
static int take_lock(const char *folder, int flags)
{
	struct buf path = BUF_INIT;
	struct stat status;

	buf_addf(&path, "%s/lock", folder);
	int fd = open(buf_cstr(&path), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	buf_release(&path);
	if (fd < 0)
		return -1;
	/* Who removes a folder may have been first. */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &status) == 0 && status.st_nlink > 0)
		return fd;
	close(fd);
	return -1;
}

static void remove_left(const char *folder)
{
	struct stat status;

	if (lstat(folder, &status) < 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid())
		return;
	int lock = take_lock(folder, 0);
	if (lock < 0)
		return;
	file_remove_tree(folder);
	close(lock);
}

int run_folder_make(struct run_folder *folder, struct err *err)
{
	glob_t left;

	if (glob(RUN_FOLDERS "*", 0, NULL, &left) == 0) {
		for (size_t i = 0; i < left.gl_pathc; i++)
			remove_left(left.gl_pathv[i]);
		globfree(&left);
	}
	do {
		snprintf(folder->path, sizeof folder->path, "%s", RUN_FOLDERS "XXXXXX");
		if (!mkdtemp(folder->path))
			return err_sys(err, EXIT_FAILED, "%s: cannot create", folder->path);
		folder->lock = take_lock(folder->path, O_CREAT);
	} while (folder->lock < 0 && access(folder->path, F_OK) != 0);
	if (folder->lock >= 0)
		return 0;
	err_sys(err, EXIT_FAILED, "%s/lock: cannot lock", folder->path);
	file_remove_tree(folder->path);
	return -1;
}

void run_folder_remove(struct run_folder *folder)
{
	file_remove_tree(folder->path);
	close(folder->lock);
}
