#include "leat/forget.h"

#include "archive/anew.h"
#include "archive/writer.h"
#include "base/file.h"
#include "leat/docs.h"
#include "leat/lines_out.h"
#include "record/flow.h"
#include "record/json.h"
#include "record/pack.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANIFEST_MAX = 64 << 20 };

struct file {
	char *path, *anew;
	enum verdict verdict;
	bool bound; /* the journal knows it, by `inode` */
	bool changed; /* `anew` is to take its place */
	uint64_t inode;
	mode_t mode;
	uint64_t lines;
	struct anew_place place; /* of `anew` */
};

struct run {
	struct forget *forget;
	char *base; /* the sink, without a slash at its end */
	bool folder;
	struct archive_writer *journal; /* NULL: there is none */
	bool complete, written; /* the journal's last flow was; something was written to it */
	struct buf files; /* struct file, that of dropped records last */
	struct file *file; /* at hand */
	struct lines_out out;
	uint64_t left; /* lines of drops that stand for what was forgotten in other files */
	struct buf work, line;
};

#define FORGOTTEN STR("{\"drop\":{\"stage\":\"forget\",\"reason\":\"forgotten\"}}")

static struct file *files_of(const struct run *run, size_t *count)
{
	*count = run->files.len / sizeof(struct file);
	return (void *)run->files.data;
}

static struct str note_of(const struct run *run)
{
	return run->journal ? buf_str(&archive_writer_content(run->journal)->note) : STR("");
}

/* A field of a line of any --schema: at the top, else in `metadata`. */
static struct str field_of(const struct record *record, const char *name)
{
	struct str value = record_get(record, name), metadata;

	if (!value.at && record_value(record, "metadata", &metadata))
		flow_str(metadata, name, &value);
	return value;
}

static bool is_forgotten(struct run *run, const struct record *record)
{
	return deny_holds(&run->forget->deny, field_of(record, FIELD_ID), field_of(record, FIELD_URL), &run->work);
}

static bool is_copy(struct run *run, const struct record *record)
{
	struct str dup, of, metadata;

	if (!record_value(record, FIELD_DUP, &dup) &&
	    (!record_value(record, "metadata", &metadata) || !flow_value(metadata, FIELD_DUP, &dup)))
		return false;
	return flow_str(dup, "of", &of) && deny_holds(&run->forget->gone, of, STR_NONE, &run->work);
}

/* Copies a map without what stands at path[0].path[1]...; `path` ends with NULL. */
static void copy_without(struct str map, const char *const *path, struct buf *out)
{
	struct cursor cursor = cursor_of(map), ahead;
	struct buf pairs = BUF_INIT;
	struct value count, key;
	struct str value;
	size_t kept = 0;

	cursor_next(&cursor, &count);
	for (uint32_t i = 0; i < count.count && cursor_expect(&cursor, VALUE_STR, &key) && cursor_skip(&cursor, &value); i++) {
		struct value type;
		bool here = str_is(key.bytes, path[0]);

		if (here && !path[1])
			continue;
		pack_str(&pairs, key.bytes);
		ahead = cursor_of(value);
		if (here && cursor_next(&ahead, &type) && type.type == VALUE_MAP)
			copy_without(value, path + 1, &pairs);
		else
			buf_add_str(&pairs, value);
		kept++;
	}
	pack_map(out, kept);
	buf_add_str(out, buf_str(&pairs));
	buf_release(&pairs);
}

/* The line, whose record is a copy, without the name of the document that it is a copy of. */
static struct str without_name(struct run *run, const struct record *record)
{
	static const char *const top[] = { FIELD_DUP, "of", NULL }, *const below[] = { "metadata", FIELD_DUP, "of", NULL };
	struct buf half = BUF_INIT, packed = BUF_INIT;

	copy_without(record->meta, top, &half);
	copy_without(buf_str(&half), below, &packed);
	buf_reset(&run->line);
	json_value(&run->line, buf_str(&packed));
	buf_release(&half);
	buf_release(&packed);
	return buf_str(&run->line);
}

/* First round: counts lines, and learns the ids of what is to be forgotten. */
static int learn(void *ctx, struct str line, const struct record *record, struct err *err)
{
	struct run *run = ctx;
	struct str id;
	(void)line;
	(void)err;

	run->file->lines++;
	if (!is_forgotten(run, record))
		return 0;
	run->file->changed = true;
	run->left += run->file->verdict != VERDICT_DROPPED;
	id = field_of(record, FIELD_ID);
	if (id.at)
		deny_add(&run->forget->gone, DENY_ID, id);
	return 0;
}

/* Second: whether it names one of those. */
static int look(void *ctx, struct str line, const struct record *record, struct err *err)
{
	(void)line;
	(void)err;
	return is_copy(ctx, record);
}

/* Third. */
static int write_line(void *ctx, struct str line, const struct record *record, struct err *err)
{
	struct run *run = ctx;

	if (is_forgotten(run, record)) {
		run->forget->documents++;
		run->file->place.lines -= run->file->verdict != VERDICT_DROPPED;
		return run->file->verdict == VERDICT_DROPPED ? lines_out_add(&run->out, FORGOTTEN, err) : 0;
	}
	if (is_copy(run, record)) {
		run->forget->copies++;
		line = without_name(run, record);
	}
	return lines_out_add(&run->out, line, err);
}

static int each_file(struct run *run, docs_line_fn *fn, struct err *err)
{
	size_t count;
	struct file *files = files_of(run, &count);

	for (size_t i = 0; i < count; i++) {
		run->file = &files[i];
		if (fn == look && files[i].changed)
			continue;
		int result = docs_raw_lines(files[i].path, files[i].verdict, fn, run, err);
		if (result < 0)
			return -1;
		files[i].changed = files[i].changed || result > 0;
	}
	/* What was kept or rejected counts as dropped from now on. */
	if (fn == look && run->left > 0 && count > 0 && files[count - 1].verdict == VERDICT_DROPPED)
		files[count - 1].changed = true;
	return 0;
}

static int write_anew(struct run *run, struct file *file, struct err *err)
{
	struct stat st;
	int result = lines_out_open(&run->out, file->anew, file->path, file->mode, err);

	run->file = file;
	file->place.lines = file->lines;
	if (result == 0)
		result = docs_raw_lines(file->path, file->verdict, write_line, run, err);
	for (; result == 0 && file->verdict == VERDICT_DROPPED && run->left > 0; run->left--) {
		file->place.lines++;
		result = lines_out_add(&run->out, FORGOTTEN, err);
	}
	if (lines_out_close(&run->out, result == 0, err) < 0)
		result = -1;
	if (result == 0 && stat(file->anew, &st) < 0)
		result = err_sys(err, EXIT_CUT, "%s: cannot read", file->anew);
	if (result == 0) {
		file->place.inode = st.st_ino;
		file->place.length = (uint64_t)st.st_size;
	}
	return result;
}

/* Durable when it returns. */
static int commit_note(struct run *run, struct str note, struct err *err)
{
	const struct archive_content *content = archive_writer_content(run->journal);
	const char *recipe = archive_content_recipe(content, content->tail.flow_recipe);

	archive_writer_note(run->journal, note);
	run->written = true;
	if (archive_writer_flow(run->journal, str_of(recipe ? recipe : ""), STR_NONE, err) < 0)
		return -1;
	return archive_writer_commit(run->journal, err);
}

/* Ends what one that was killed had announced. */
static int settle(struct run *run, struct err *err)
{
	struct buf note = BUF_INIT;
	int result = anew_settle(run->base, note_of(run), &note, err);

	if (result == 0)
		result = commit_note(run, buf_str(&note), err);
	buf_release(&note);
	return result;
}

static int announce(struct run *run, struct err *err)
{
	const char *slash = strrchr(run->base, '/');
	size_t count, skip = slash ? (size_t)(slash + 1 - run->base) : 0;
	const struct file *files = files_of(run, &count);
	struct buf list = BUF_INIT, note = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		struct anew_file one = { files[i].path + skip, files[i].bound, files[i].inode, files[i].place };

		if (files[i].changed)
			buf_add(&list, &one, sizeof one);
	}
	anew_announce(note_of(run), (const void *)list.data, list.len / sizeof(struct anew_file), &note);
	int result = commit_note(run, buf_str(&note), err);
	buf_release(&list);
	buf_release(&note);
	return result;
}

/* Without a journal, one after another. */
static int rename_each(const struct run *run, struct err *err)
{
	size_t count;
	const struct file *files = files_of(run, &count);

	for (size_t i = 0; i < count; i++)
		if (files[i].changed && rename(files[i].anew, files[i].path) < 0)
			return err_sys(err, EXIT_FAILED, "%s: cannot take its place", files[i].anew);
	return count > 0 ? file_sync_dir(files[0].path, err) : 0;
}

static const struct file *find_part(const struct run *run, struct str name)
{
	size_t count;
	const struct file *files = files_of(run, &count);

	for (size_t i = 0; i < count; i++)
		if (files[i].verdict == VERDICT_KEPT && str_is(name, strrchr(files[i].path, '/') + 1))
			return &files[i];
	return NULL;
}

/* "file TAB lines TAB bytes" of the parts, as they are now. */
static int renew_manifest(const struct run *run, struct err *err)
{
	struct buf path = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
	struct stat st;
	int result = 0;

	buf_addf(&path, "%s.manifest.tsv", run->base);
	if (run->folder && access(buf_cstr(&path), F_OK) == 0)
		result = file_read(buf_cstr(&path), MANIFEST_MAX, &old, err);
	for (struct str rest = buf_str(&old); result == 0 && rest.len > 0;) {
		const char *stop = memchr(rest.at, '\n', rest.len), *tab = memchr(rest.at, '\t', rest.len);
		size_t len = stop ? (size_t)(stop + 1 - rest.at) : rest.len;
		struct str name = str_from(rest.at, tab && tab < rest.at + len ? (size_t)(tab - rest.at) : 0);
		const struct file *part = find_part(run, name);

		if (part && stat(part->path, &st) == 0)
			buf_addf(&new, "%.*s\t%" PRIu64 "\t%" PRIu64 "\n", STR_ARG(name),
				 part->changed ? part->place.lines : part->lines, (uint64_t)st.st_size);
		else
			buf_add(&new, rest.at, len);
		rest = str_from(rest.at + len, rest.len - len);
	}
	if (result == 0 && !str_eq(buf_str(&old), buf_str(&new)))
		result = file_replace(buf_cstr(&path), buf_str(&new), err);
	buf_release(&path);
	buf_release(&old);
	buf_release(&new);
	return result;
}

static int replace_files(struct run *run, struct err *err)
{
	size_t count, changed = 0;
	struct file *files = files_of(run, &count);

	for (size_t i = 0; i < count; i++) {
		if (files[i].changed && write_anew(run, &files[i], err) < 0)
			return -1;
		changed += files[i].changed;
	}
	if (changed == 0)
		return 0;
	if (note_of(run).len == 0)
		return rename_each(run, err);
	return announce(run, err) < 0 ? -1 : settle(run, err);
}

static void add_file(struct run *run, const char *path, enum verdict verdict)
{
	struct file file = { .path = mem_strdup(path), .verdict = verdict };
	struct buf anew = BUF_INIT;

	buf_addf(&anew, "%s.anew", path);
	file.anew = mem_strdup(buf_cstr(&anew));
	buf_release(&anew);
	buf_add(&run->files, &file, sizeof file);
}

static int is_part(const struct dirent *entry)
{
	struct str name = str_of(entry->d_name);

	if (str_ends(name, STR(".part")))
		name.len -= 5;
	return docs_is_lines(name);
}

static int list_parts(struct run *run, struct err *err)
{
	struct dirent **entries;
	struct buf path = BUF_INIT;
	int count = scandir(run->base, &entries, is_part, alphasort);

	if (count < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", run->base);
	for (int i = 0; i < count; i++) {
		buf_reset(&path);
		buf_addf(&path, "%s/%s", run->base, entries[i]->d_name);
		add_file(run, buf_cstr(&path), VERDICT_KEPT);
		free(entries[i]);
	}
	free(entries);
	buf_release(&path);
	return 0;
}

static void list_beside(struct run *run, const char *suffix, enum verdict verdict)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s%s", run->base, suffix);
	if (run->journal || access(buf_cstr(&path), F_OK) == 0)
		add_file(run, buf_cstr(&path), verdict);
	buf_release(&path);
}

static int stranger(const struct run *run, const struct file *file, struct err *err)
{
	struct str name = str_of(file->path);

	if (str_ends(name, STR(".part")))
		return err_set(err, EXIT_RETRY, "%s: leat-store has not ended with it: run that again first", file->path);
	return err_set(err, EXIT_MISMATCH,
		       "%s: is not the file that %s.journal knows: %s", file->path, run->base,
		       file->verdict == VERDICT_KEPT ? "it was removed, replaced or cut"
						     : "where it lies elsewhere (--dropped, --rejects), move it here for now");
}

/* What no COMMIT knows of goes, as at the start of a store. */
static int bind_file(const struct run *run, struct file *file, struct err *err)
{
	bool whole_part = run->folder && file->verdict == VERDICT_KEPT && !str_ends(str_of(file->path), STR(".part"));
	struct anew_place place;
	struct stat st;

	unlink(file->anew);
	if (stat(file->path, &st) < 0)
		return errno == ENOENT ? stranger(run, file, err) : err_sys(err, EXIT_FAILED, "%s: cannot open", file->path);
	file->mode = st.st_mode;
	file->inode = st.st_ino;
	if (note_of(run).len == 0 || whole_part)
		return 0;
	file->bound = anew_find(note_of(run), file->inode, &place);
	if (!file->bound || place.length > (uint64_t)st.st_size)
		return stranger(run, file, err);
	if (place.length < (uint64_t)st.st_size && truncate(file->path, (off_t)place.length) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot cut off what was not committed", file->path);
	return 0;
}

static int list_files(struct run *run, struct err *err)
{
	size_t count;

	if (!run->folder)
		add_file(run, run->base, VERDICT_KEPT);
	else if (list_parts(run, err) < 0)
		return -1;
	list_beside(run, ".rejects.jsonl", VERDICT_REJECTED);
	list_beside(run, ".dropped.jsonl", VERDICT_DROPPED);
	struct file *files = files_of(run, &count);
	for (size_t i = 0; i < count; i++)
		if (bind_file(run, &files[i], err) < 0)
			return -1;
	return 0;
}

static int open_journal(struct run *run, struct err *err)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s.journal", run->base);
	bool there = access(buf_cstr(&path), F_OK) == 0;
	if (there)
		run->journal = archive_writer_open(buf_cstr(&path), err);
	buf_release(&path);
	if (there && !run->journal)
		return -1;
	if (!there)
		return 0;
	const struct archive_content *content = archive_writer_content(run->journal);
	run->complete = !content->tail.interrupted && !content->in_flow;
	return anew_announced(note_of(run)) ? settle(run, err) : 0;
}

static int forget_all(struct run *run, struct err *err)
{
	if (open_journal(run, err) < 0 || list_files(run, err) < 0 || each_file(run, learn, err) < 0)
		return -1;
	deny_sort(&run->forget->gone);
	if (forget_state(run->forget, err) < 0 || each_file(run, look, err) < 0 || replace_files(run, err) < 0)
		return -1;
	return renew_manifest(run, err);
}

static int close_journal(struct run *run, bool good, struct err *err)
{
	if (run->journal && good && run->written)
		return archive_writer_close(run->journal, run->complete, err);
	if (run->journal)
		archive_writer_abandon(run->journal);
	return 0;
}

int forget_lines(struct forget *forget, const char *sink, bool folder, struct err *err)
{
	struct run run = { .forget = forget, .folder = folder, .base = mem_strdup(sink) };
	size_t count, len = strlen(sink);

	while (len > 1 && run.base[len - 1] == '/')
		run.base[--len] = '\0';
	int result = forget_all(&run, err);
	struct file *files = files_of(&run, &count);
	for (size_t i = 0; i < count; i++) {
		/* Those that were announced have taken their places, or do so at the next start. */
		if (result < 0 && !anew_announced(note_of(&run)))
			unlink(files[i].anew);
		free(files[i].path);
		free(files[i].anew);
	}
	if (close_journal(&run, result == 0, err) < 0)
		result = -1;
	buf_release(&run.files);
	buf_release(&run.work);
	buf_release(&run.line);
	free(run.base);
	return result;
}
