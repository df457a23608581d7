#include "store/sinks_file.h"

#include "base/buf.h"
#include "base/file.h"

#include <unistd.h>

enum { SINKS_FILE_MAX = 1 << 20 };

static bool lists(struct str rest, struct str name)
{
	while (rest.len > 0) {
		ptrdiff_t end = str_find(rest, STR("\n"));
		struct str line = str_from(rest.at, end < 0 ? rest.len : (size_t)end);

		if (str_eq(line, name))
			return true;
		size_t skip = line.len + (end < 0 ? 0 : 1);
		rest = str_from(rest.at + skip, rest.len - skip);
	}
	return false;
}

int sinks_file_note(const char *dir, const struct sink_options *sinks, size_t count, bool backfill, struct err *err)
{
	struct buf path = BUF_INIT, list = BUF_INIT;
	int result = 0;

	buf_addf(&path, "%s/sinks", dir);
	if (access(buf_cstr(&path), F_OK) == 0)
		result = file_read(buf_cstr(&path), SINKS_FILE_MAX, &list, err);
	size_t before = list.len;
	for (size_t i = 0; i < count && result == 0; i++) {
		if (lists(buf_str(&list), str_of(sinks[i].path)))
			continue;
		if (before > 0 && !backfill)
			result = err_set(err, EXIT_MISMATCH,
					 "%s: is new beside the sinks in %s, and what these have acked will not come again: "
					 "fill it with leat-replay, or send all again from a new --state of the source; "
					 "then say --backfill",
					 sinks[i].path, buf_cstr(&path));
		buf_addf(&list, "%s\n", sinks[i].path);
	}
	if (result == 0 && list.len > before)
		result = file_replace(buf_cstr(&path), buf_str(&list), err);
	buf_release(&path);
	buf_release(&list);
	return result;
}
