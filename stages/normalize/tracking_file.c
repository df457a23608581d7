#include "normalize/tracking_file.h"

#include "base/file.h"

static struct str next_line(struct str *rest)
{
	const char *end = memchr(rest->at, '\n', rest->len);
	struct str line = str_from(rest->at, end ? (size_t)(end - rest->at) : rest->len);

	*rest = str_from(rest->at + line.len + (end != NULL), rest->len - line.len - (end != NULL));
	return str_trim(line);
}

static int find_names(const char *path, struct tracking_file *file, struct err *err)
{
	struct str rest = str_from(file->content, file->len);
	size_t count = 0;

	while (rest.len > 0) {
		struct str name = next_line(&rest);

		if (name.len == 0 || name.at[0] == '#')
			continue;
		if (count == TRACKING_NAMES_MAX)
			return err_set(err, EXIT_USAGE, "%s: more than %d names", path, TRACKING_NAMES_MAX);
		file->names[count++] = name;
	}
	file->list = (struct url_tracking){ file->names, count };
	return 0;
}

int tracking_file_read(const char *path, struct tracking_file *file, struct err *err)
{
	struct buf content = BUF_INIT;
	int result = file_read(path, TRACKING_FILE_MAX, &content, err);

	if (result == 0) {
		file->len = content.len;
		if (content.len > 0)
			memcpy(file->content, content.data, content.len);
		result = find_names(path, file, err);
	}
	buf_release(&content);
	return result;
}
