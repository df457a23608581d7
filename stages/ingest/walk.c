#include "ingest/walk.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDERS_MAX = 128 }; /* nested */

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int walk_below(const struct walk *walk, const char *folder, int depth, struct err *err);

static int visit(const struct walk *walk, const char *path, int depth, struct err *err)
{
	struct stat st;
	struct err why;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return walk_below(walk, path, depth + 1, err);
	if (stat(path, &st) != 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot open", path);
		walk->lost(walk->ctx, &why);
		return 0;
	}
	return S_ISREG(st.st_mode) ? walk->file(walk->ctx, path, err) : 0;
}

static int walk_below(const struct walk *walk, const char *folder, int depth, struct err *err)
{
	struct dirent **entries;
	struct err why;
	int count = -1;
	int result = 0;

	errno = ELOOP;
	if (depth < FOLDERS_MAX)
		count = scandir(folder, &entries, visible, alphasort);
	if (count < 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot read", folder);
		walk->lost(walk->ctx, &why);
		return 0;
	}
	for (int i = 0; i < count; i++) {
		struct buf path = BUF_INIT;
		size_t len = strlen(folder);

		buf_addf(&path, "%s%s%s", folder, len > 0 && folder[len - 1] == '/' ? "" : "/",
			 entries[i]->d_name);
		if (result == 0)
			result = visit(walk, buf_cstr(&path), depth, err);
		buf_release(&path);
		free(entries[i]);
	}
	free(entries);
	return result;
}

int walk_folder(const struct walk *walk, const char *folder, struct err *err)
{
	return walk_below(walk, folder, 0, err);
}

int walk_list(const struct walk *walk, const char *path, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	int result = 0;

	if (!file)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	while (result == 0 && (len = getline(&line, &room, file)) >= 0) {
		while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
			line[--len] = '\0';
		if (len > 0)
			result = walk->file(walk->ctx, line, err);
	}
	if (result == 0 && ferror(file))
		result = err_sys(err, EXIT_CUT, "%s: cannot read", path);
	free(line);
	if (!standard)
		fclose(file);
	return result;
}
