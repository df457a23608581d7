#include "leat/programs.h"

#include "base/buf.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

/* The folder that this program lies in, with a slash; "" if unknown. */
static void own_folder(struct buf *out)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);

	while (len > 0 && path[len - 1] != '/')
		len--;
	if (len > 0)
		buf_add(out, path, (size_t)len);
}

void programs_find(const char *name, struct words *command)
{
	struct buf path = BUF_INIT;

	own_folder(&path);
	buf_addf(&path, "leat-%s", name);
	if (access(buf_cstr(&path), X_OK) == 0)
		words_add(command, "%s", buf_cstr(&path));
	else
		words_add(command, "leat-%s", name);
	buf_release(&path);
}

void programs_list(struct words *names)
{
	struct buf folder = BUF_INIT;
	DIR *dir;

	own_folder(&folder);
	dir = opendir(buf_cstr(&folder));
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (strncmp(entry->d_name, "leat-", 5) == 0)
			words_add(names, "%s", entry->d_name + 5);
	if (dir)
		closedir(dir);
	buf_release(&folder);
}
