#include "store/jsonl_parts.h"

#include "base/file.h"
#include "record/flow.h"
#include "record/pack.h"
#include "store/on_complete.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANIFEST_MAX = 64 << 20, NAME_BYTES = 32 };

/* What goes into one row of parts: all, or a language. */
struct group {
	char name[NAME_BYTES];
	uint64_t number; /* of the part that is open, or comes next */
	struct lines_file file; /* path NULL: none is open */
};

struct jsonl_parts {
	struct jsonl_parts_options options;
	struct group groups[JSONL_GROUPS_MAX + 1];
	size_t count;
	struct buf done; /* struct lines_file: complete with the next COMMIT; the path is that of the .part */
	struct buf manifest;
	bool taken_up; /* a completion that a crash had cut short: the note of old still asks for it */
};

static const char *const suffixes[] = { [LINES_PLAIN] = "jsonl", [LINES_GZIP] = "jsonl.gz", [LINES_ZSTD] = "jsonl.zst" };

static struct lines_file *done_files(const struct jsonl_parts *parts, size_t *count)
{
	*count = parts->done.len / sizeof(struct lines_file);
	return (void *)parts->done.data;
}

static char *part_path(const struct jsonl_parts *parts, const struct group *group)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s/%s%s%05" PRIu64 ".%s.part", parts->options.folder, group->name, group->name[0] ? "-" : "",
		 group->number, suffixes[parts->options.codec]);
	buf_add_byte(&path, '\0');
	return buf_detach(&path, &(size_t){ 0 });
}

/* A language as it may stand in a file's name. */
static void safe_name(struct str lang, char name[NAME_BYTES])
{
	bool safe = lang.len < NAME_BYTES - 8;

	for (size_t i = 0; i < lang.len && safe; i++)
		safe = (lang.at[i] >= 'a' && lang.at[i] <= 'z') || (lang.at[i] >= 'A' && lang.at[i] <= 'Z') ||
		       (lang.at[i] >= '0' && lang.at[i] <= '9') || (lang.at[i] == '-' && i > 0);
	if (lang.len == 0)
		lang = STR("und");
	snprintf(name, NAME_BYTES, "%.*s", safe ? (int)lang.len : 5, safe ? lang.at : "other");
}

static struct group *find_group(struct jsonl_parts *parts, const char *name)
{
	for (size_t i = 0; i < parts->count; i++)
		if (strcmp(parts->groups[i].name, name) == 0)
			return &parts->groups[i];
	return NULL;
}

static struct group *add_group(struct jsonl_parts *parts, const char *name)
{
	struct group *group = find_group(parts, name);

	if (group)
		return group;
	if (parts->count >= JSONL_GROUPS_MAX && strcmp(name, "other") != 0)
		return add_group(parts, "other");
	group = &parts->groups[parts->count++];
	*group = (struct group){ .file = lines_file_of(NULL, LINES_PLAIN) };
	snprintf(group->name, sizeof group->name, "%s", name);
	return group;
}

static struct group *group_of(struct jsonl_parts *parts, const struct record *record)
{
	char name[NAME_BYTES];

	safe_name(record_get(record, FIELD_LANG), name);
	return add_group(parts, name);
}

static void end_part(struct jsonl_parts *parts, struct group *group)
{
	buf_add(&parts->done, &group->file, sizeof group->file);
	group->file = lines_file_of(NULL, LINES_PLAIN);
	group->number++;
}

/* Ends the part where it is over the size. */
static int roll(struct jsonl_parts *parts, struct group *group, struct lines_pack *pack, struct err *err)
{
	struct lines_file *file = &group->file;
	uint64_t split = parts->options.split;
	bool plain_full = file->codec == LINES_PLAIN && split && file->offset + file->pending.len >= split;
	bool much = lines_file_due(file) || (split && file->pending.len >= split);

	if ((plain_full || much) && lines_file_write(file, pack, err) < 0)
		return -1;
	if (split && file->offset >= split)
		end_part(parts, group);
	return 0;
}

static int add_lines(struct jsonl_parts *parts, struct group *group, struct str lines, uint64_t count,
		     struct lines_pack *pack, struct err *err)
{
	if (lines.len == 0)
		return 0;
	if (!group->file.path) {
		group->file = lines_file_of(part_path(parts, group), parts->options.codec);
		if (lines_file_create(&group->file, parts->options.journal, err) < 0) {
			lines_file_release(&group->file);
			return -1;
		}
	}
	buf_add_str(&group->file.pending, lines);
	group->file.lines += count;
	return roll(parts, group, pack, err);
}

static int add_by_lang(struct jsonl_parts *parts, struct frame *frame, struct str lines, struct lines_pack *pack,
		       struct err *err)
{
	struct record record;

	for (uint32_t i = 0; i < frame->head.nrec && lines.len > 0; i++) {
		if (frame_verdict(frame, i) != VERDICT_KEPT)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		const char *stop = memchr(lines.at, '\n', lines.len);
		size_t len = stop ? (size_t)(stop + 1 - lines.at) : lines.len;
		if (add_lines(parts, group_of(parts, &record), str_from(lines.at, len), 1, pack, err) < 0)
			return -1;
		lines = str_from(lines.at + len, lines.len - len);
	}
	return 0;
}

int jsonl_parts_add(struct jsonl_parts *parts, struct frame *frame, struct str lines, struct lines_pack *pack,
		    struct err *err)
{
	if (parts->options.by_lang)
		return add_by_lang(parts, frame, lines, pack, err);
	return add_lines(parts, add_group(parts, ""), lines, frame_kept(frame), pack, err);
}

bool jsonl_parts_finish(struct jsonl_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		if (parts->groups[i].file.path)
			end_part(parts, &parts->groups[i]);
	return parts->done.len > 0 || parts->taken_up;
}

static int sync_file(struct lines_file *file, struct lines_pack *pack, struct err *err)
{
	if (!file->path)
		return 0;
	return lines_file_write(file, pack, err) < 0 || lines_file_sync(file, err) < 0 ? -1 : 0;
}

int jsonl_parts_sync(struct jsonl_parts *parts, struct lines_pack *pack, struct err *err)
{
	size_t count;
	struct lines_file *done = done_files(parts, &count);

	for (size_t i = 0; i < count; i++)
		if (sync_file(&done[i], pack, err) < 0)
			return -1;
	for (size_t i = 0; i < parts->count; i++)
		if (sync_file(&parts->groups[i].file, pack, err) < 0)
			return -1;
	return 0;
}

static void pair(struct buf *out, const char *key, uint64_t value)
{
	pack_text(out, key);
	pack_uint(out, value);
}

void jsonl_parts_note(const struct jsonl_parts *parts, struct buf *out)
{
	size_t count;
	const struct lines_file *done = done_files(parts, &count);

	pack_map(out, 2);
	pack_text(out, "groups");
	pack_list(out, parts->count);
	for (size_t i = 0; i < parts->count; i++) {
		const struct group *group = &parts->groups[i];

		pack_map(out, 5);
		pack_text(out, "name");
		pack_text(out, group->name);
		pair(out, "number", group->number);
		pair(out, "inode", group->file.path ? group->file.inode : 0);
		pair(out, "length", group->file.offset);
		pair(out, "lines", group->file.lines);
	}
	pack_text(out, "done");
	pack_list(out, count);
	for (size_t i = 0; i < count; i++) {
		pack_map(out, 3);
		pack_text(out, "part");
		pack_text(out, strrchr(done[i].path, '/') + 1);
		pair(out, "length", done[i].offset);
		pair(out, "lines", done[i].lines);
	}
}

/* A line "file TAB lines TAB bytes", unless the file is listed. */
static int list(struct jsonl_parts *parts, const char *path, const struct lines_file *file, struct err *err)
{
	struct buf line = BUF_INIT, manifest = BUF_INIT;
	int result = 0;

	buf_addf(&line, "\n%s\t", strrchr(path, '/') + 1);
	if (str_find(buf_str(&parts->manifest), buf_str(&line)) < 0) {
		buf_addf(&parts->manifest, "%s%" PRIu64 "\t%" PRIu64 "\n", buf_cstr(&line) + 1, file->lines, file->offset);
		buf_addf(&manifest, "%s.manifest.tsv", parts->options.folder);
		result = file_replace(buf_cstr(&manifest), buf_str(&parts->manifest), err);
	}
	buf_release(&line);
	buf_release(&manifest);
	return result;
}

/* Also of a part that has its name already: after a crash. */
static int complete(struct jsonl_parts *parts, const struct lines_file *file, struct err *err)
{
	char *path = mem_strdup(file->path);
	int result = 0;

	path[strlen(path) - strlen(".part")] = '\0';
	if (rename(file->path, path) < 0 && (errno != ENOENT || access(path, F_OK) < 0))
		result = err_sys(err, EXIT_FAILED, "%s: cannot rename", file->path);
	if (result == 0)
		result = file_sync_dir(path, err);
	if (result == 0)
		result = list(parts, path, file, err);
	if (result == 0 && parts->options.on_complete)
		result = on_complete(parts->options.on_complete, path, err);
	free(path);
	return result;
}

int jsonl_parts_committed(struct jsonl_parts *parts, struct err *err)
{
	size_t count;
	struct lines_file *done = done_files(parts, &count);
	int result = 0;

	for (size_t i = 0; i < parts->count; i++)
		parts->groups[i].file.durable = parts->groups[i].file.offset;
	for (size_t i = 0; i < count; i++) {
		done[i].durable = done[i].offset;
		if (result == 0)
			result = complete(parts, &done[i], err);
	}
	if (result < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		lines_file_release(&done[i]);
	buf_reset(&parts->done);
	return 0;
}

/* In a new sink no file may be there; else what no COMMIT knows of goes. */
static int clear_folder(const struct jsonl_parts *parts, bool is_new, struct err *err)
{
	const char *folder = parts->options.folder;
	struct buf path = BUF_INIT;
	DIR *dir = opendir(folder);
	int result = 0;

	if (!dir)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", folder);
	for (struct dirent *entry; result == 0 && (entry = readdir(dir));) {
		bool part = str_ends(str_of(entry->d_name), STR(".part"));

		if (!part && !(is_new && strstr(entry->d_name, ".jsonl")))
			continue;
		buf_reset(&path);
		buf_addf(&path, "%s/%s", folder, entry->d_name);
		for (size_t i = 0; i < parts->count && part; i++)
			part = !parts->groups[i].file.path || strcmp(parts->groups[i].file.path, buf_cstr(&path)) != 0;
		if (is_new)
			result = err_set(err, EXIT_MISMATCH, "%s: is there already, without its journal %s: give another name",
					 buf_cstr(&path), parts->options.journal);
		else if (part)
			unlink(buf_cstr(&path));
	}
	closedir(dir);
	buf_release(&path);
	return result;
}

static int bad_note(const struct jsonl_parts *parts, struct err *err)
{
	return err_set(err, EXIT_MISMATCH, "%s: is no journal of this version, or of a sink that is one file",
		       parts->options.journal);
}

static int take_group(struct jsonl_parts *parts, struct str map, struct err *err)
{
	uint64_t number, inode, length, lines;
	char safe[NAME_BYTES];
	struct str name;

	if (!flow_str(map, "name", &name) || !flow_uint(map, "number", &number) || !flow_uint(map, "inode", &inode) ||
	    !flow_uint(map, "length", &length) || !flow_uint(map, "lines", &lines) || parts->count > JSONL_GROUPS_MAX)
		return bad_note(parts, err);
	safe_name(name, safe);
	struct group *group = add_group(parts, name.len ? safe : "");
	group->number = number;
	if (inode == 0)
		return 0;
	group->file = lines_file_of(part_path(parts, group), parts->options.codec);
	group->file.lines = lines;
	return lines_file_reopen(&group->file, parts->options.journal, inode, length, err);
}

static int take_done(struct jsonl_parts *parts, struct str map, struct err *err)
{
	struct lines_file file = lines_file_of(NULL, LINES_PLAIN);
	struct buf path = BUF_INIT;
	struct str part;

	if (!flow_str(map, "part", &part) || !flow_uint(map, "length", &file.offset) ||
	    !flow_uint(map, "lines", &file.lines) || !str_ends(part, STR(".part")) || memchr(part.at, '/', part.len))
		return bad_note(parts, err);
	buf_addf(&path, "%s/%.*s", parts->options.folder, STR_ARG(part));
	file.path = mem_strdup(buf_cstr(&path));
	int result = complete(parts, &file, err);
	lines_file_release(&file);
	buf_release(&path);
	parts->taken_up = true;
	return result;
}

static int take_list(struct jsonl_parts *parts, struct str note, const char *key,
		     int (*take)(struct jsonl_parts *, struct str, struct err *), struct err *err)
{
	struct str packed, one;
	struct value list;

	if (!flow_value(note, key, &packed))
		return bad_note(parts, err);
	struct cursor cursor = cursor_of(packed);
	if (!cursor_expect(&cursor, VALUE_LIST, &list))
		return bad_note(parts, err);
	for (uint32_t i = 0; i < list.count; i++) {
		if (!cursor_skip(&cursor, &one))
			return bad_note(parts, err);
		if (take(parts, one, err) < 0)
			return -1;
	}
	return 0;
}

static int read_manifest(struct jsonl_parts *parts, struct err *err)
{
	struct buf path = BUF_INIT;
	int result = 0;

	buf_addf(&path, "%s.manifest.tsv", parts->options.folder);
	if (access(buf_cstr(&path), F_OK) == 0)
		result = file_read(buf_cstr(&path), MANIFEST_MAX, &parts->manifest, err);
	else
		buf_add_text(&parts->manifest, "file\tlines\tbytes\n");
	buf_release(&path);
	return result;
}

static int open_parts(struct jsonl_parts *parts, struct str note, struct err *err)
{
	if (file_make_dirs(parts->options.folder, err) < 0 || read_manifest(parts, err) < 0)
		return -1;
	if (note.at && (take_list(parts, note, "groups", take_group, err) < 0 ||
			take_list(parts, note, "done", take_done, err) < 0))
		return -1;
	return clear_folder(parts, !note.at, err);
}

struct jsonl_parts *jsonl_parts_open(const struct jsonl_parts_options *options, struct str note, struct err *err)
{
	struct jsonl_parts *parts = mem_zero(1, sizeof *parts);

	parts->options = *options;
	if (open_parts(parts, note, err) == 0)
		return parts;
	jsonl_parts_free(parts);
	return NULL;
}

bool jsonl_parts_pending(const struct jsonl_parts *parts)
{
	bool pending = parts->done.len > 0;

	for (size_t i = 0; i < parts->count && !pending; i++)
		pending = parts->groups[i].file.pending.len > 0 ||
			  parts->groups[i].file.offset > parts->groups[i].file.durable;
	return pending;
}

void jsonl_parts_cut_back(struct jsonl_parts *parts)
{
	size_t count;
	struct lines_file *done = done_files(parts, &count);

	for (size_t i = 0; i < count; i++)
		lines_file_cut_back(&done[i]);
	for (size_t i = 0; i < parts->count; i++)
		lines_file_cut_back(&parts->groups[i].file);
}

void jsonl_parts_free(struct jsonl_parts *parts)
{
	size_t count;
	struct lines_file *done = done_files(parts, &count);

	for (size_t i = 0; i < count; i++)
		lines_file_release(&done[i]);
	for (size_t i = 0; i < parts->count; i++)
		lines_file_release(&parts->groups[i].file);
	buf_release(&parts->done);
	buf_release(&parts->manifest);
	free(parts);
}
