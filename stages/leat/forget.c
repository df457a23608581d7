#include "leat/forget.h"

#include "base/file.h"
#include "leat/docs.h"
#include "leat/output.h"
#include "leat/source.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct config {
	struct option_list ids, urls, hosts;
	const char *state;
};

#define AT(member) offsetof(struct config, member)

enum { LIST_MAX = 1 << 30 };

static const struct option options[] = {
	{ "ids", OPTION_LIST, AT(ids), "ID", .whole = true, .help = "documents with this id, or with the ids in @FILE" },
	{ "urls", OPTION_LIST, AT(urls), "URL", .whole = true,
	  .help = "documents of this address, or of the addresses in @FILE" },
	{ "hosts", OPTION_LIST, AT(hosts), "HOST", .whole = true,
	  .help = "documents of this host and of the domains below it, or of the hosts in @FILE" },
	{ "state", OPTION_TEXT, AT(state), "DIR", .help = "state of leat-dedup that forgets the same documents" },
	OPTIONS_END,
};

static int add_name(struct deny *deny, enum deny_kind kind, struct str name, struct err *err)
{
	if (deny_add(deny, kind, name))
		return 0;
	return err_set(err, EXIT_USAGE, "--%s %.*s: is not %s", kind == DENY_URL ? "urls" : kind == DENY_HOST ? "hosts" : "ids",
		       STR_ARG(name), kind == DENY_URL ? "an address like https://example.org/a" : "a name");
}

/* A line each; empty ones and those that start with '#' are passed over. */
static int add_file(struct deny *deny, enum deny_kind kind, const char *path, struct err *err)
{
	struct buf text = BUF_INIT;
	int result = file_read(path, LIST_MAX, &text, err);

	for (struct str rest = buf_str(&text); result == 0 && rest.len > 0;) {
		const char *stop = memchr(rest.at, '\n', rest.len);
		size_t len = stop ? (size_t)(stop - rest.at) : rest.len;
		struct str line = str_trim(str_from(rest.at, len));

		if (line.len > 0 && line.at[0] != '#')
			result = add_name(deny, kind, line, err);
		len += stop != NULL;
		rest = str_from(rest.at + len, rest.len - len);
	}
	buf_release(&text);
	return result;
}

static int add_list(struct deny *deny, enum deny_kind kind, const struct option_list *list, struct err *err)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *item = list->items[i];

		if ((item[0] == '@' ? add_file(deny, kind, item + 1, err) : add_name(deny, kind, str_of(item), err)) < 0)
			return -1;
	}
	return 0;
}

static int make_list(struct deny *deny, const struct config *config, struct err *err)
{
	if (add_list(deny, DENY_ID, &config->ids, err) < 0 || add_list(deny, DENY_URL, &config->urls, err) < 0 ||
	    add_list(deny, DENY_HOST, &config->hosts, err) < 0)
		return -1;
	if (deny->hashes.len == 0)
		return err_set(err, EXIT_USAGE, "say what to forget: --ids, --urls or --hosts");
	deny_sort(deny);
	return 0;
}

/* Before anything is taken out, so that what comes in meanwhile is stopped, too. */
int forget_note(const struct deny *deny, const char *sink, struct err *err)
{
	struct deny all = { .hashes = BUF_INIT };
	int result = deny_load(&all, sink, err);

	deny_merge(&all, deny);
	if (result == 0)
		result = deny_save(&all, sink, err);
	deny_release(&all);
	return result;
}

enum kind { ARCHIVE, CORPUS, LINES, PARTS, POSTGRES, STATE };

static int other_sink(const char *sink, struct err *err)
{
	return err_set(err, EXIT_BAD_INPUT,
		       "%s: neither an archive, a database, JSON lines nor a state of leat-dedup: of other sinks, make a new "
		       "one from the archive",
		       sink);
}

static int is_lines(const struct dirent *entry)
{
	struct str name = str_of(entry->d_name);

	return docs_is_lines(name) || str_ends(name, STR(".part"));
}

static bool has_file(const char *folder, const char *name)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s/%s", folder, name);
	bool has = access(buf_cstr(&path), F_OK) == 0;
	buf_release(&path);
	return has;
}

static enum kind kind_of_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_lines, alphasort);

	for (int i = 0; i < count; i++)
		free(entries[i]);
	if (count >= 0)
		free(entries);
	return count > 0 ? PARTS : has_file(path, "journal") ? STATE : ARCHIVE;
}

static int find_kind(const char *sink, enum kind *kind, struct err *err)
{
	char start[16] = "";
	struct stat st;

	*kind = POSTGRES;
	if (str_starts(str_of(sink), STR("postgres")) && strstr(sink, "://"))
		return 0;
	if (stat(sink, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", sink);
	if (S_ISDIR(st.st_mode)) {
		*kind = kind_of_folder(sink);
		return 0;
	}
	int fd = open(sink, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", sink);
	ssize_t got = read(fd, start, sizeof start);
	close(fd);
	*kind = ARCHIVE;
	if (got >= 4 && memcmp(start, "LEAT", 4) == 0)
		return 0;
	*kind = CORPUS;
	if (got == (ssize_t)sizeof start && memcmp(start, "SQLite format 3", sizeof start) == 0)
		return 0;
	*kind = LINES;
	return docs_is_lines(str_of(sink)) ? 0 : other_sink(sink, err);
}

static int forget_from(struct forget *forget, const char *sink, enum kind kind, struct command_env *env, struct err *err)
{
	struct source source;
	int result;

	if (kind == CORPUS)
		return forget_corpus(forget, sink, err);
	if (kind == POSTGRES)
		return forget_postgres(forget, sink, err);
	if (kind == LINES || kind == PARTS)
		return forget_lines(forget, sink, kind == PARTS, err);
	result = source_open(&source, &sink, 1, err);
	if (result == 0)
		result = forget_archive(forget, source.paths, source.count, env, err);
	source_close(&source);
	return result;
}

/* A state alone. It has the ids of documents, and no addresses. */
static int forget_in_state(struct forget *forget, const struct config *config, const char *dir, struct err *err)
{
	if (config->state)
		return err_set(err, EXIT_USAGE, "%s: is a state itself: leave out --state", dir);
	if (config->urls.count > 0 || config->hosts.count > 0)
		return err_set(err, EXIT_USAGE,
			       "%s: leat-dedup knows documents by their ids: give --ids, or have the sink find them: leat forget SINK "
			       "--state %s",
			       dir, dir);
	forget->state = dir;
	return forget_state(forget, err);
}

static int forget_in_sink(struct forget *forget, const char *sink, enum kind kind, struct command_env *env, struct err *err)
{
	struct output output = OUTPUT_INIT;
	int result = kind == POSTGRES ? 0 : forget_note(&forget->deny, sink, err);

	if (result == 0)
		result = forget_from(forget, sink, kind, env, err);
	if (result == 0) {
		buf_addf(&output.text, "%s: %" PRIu64 " documents forgotten; %" PRIu64 " others were copies of them\n",
			 kind == POSTGRES ? "postgres database" : sink, forget->documents, forget->copies);
		result = output_flush(&output, err);
	}
	output_release(&output);
	return result;
}

static int run(const void *memory, struct command_env *env, struct err *err)
{
	const struct config *config = memory;
	const char *sink = env->operands[0];
	struct forget forget = { .state = config->state };
	enum kind kind = ARCHIVE;
	int result = make_list(&forget.deny, config, err);

	if (result == 0)
		result = find_kind(sink, &kind, err);
	if (result == 0 && config->state && !has_file(config->state, "journal"))
		result = err_set(err, EXIT_FAILED, "%s: is no state of leat-dedup", config->state);
	if (result == 0)
		result = kind == STATE ? forget_in_state(&forget, config, sink, err) :
					 forget_in_sink(&forget, sink, kind, env, err);
	deny_release(&forget.deny);
	deny_release(&forget.gone);
	return result;
}

const struct command command_forget = {
	.name = "forget",
	.summary = "take documents out of a sink for good",
	.usage = "SINK",
	.about = "Takes documents out of an archive (a file, or a folder of segments), a SQLite database with its full-text "
		 "index, a PostgreSQL database or JSON lines (a file, or a folder of parts): all fields, text and body. What is left of each is a drop by \"forget\", so that the counts add up. "
		 "Documents that are copies of a forgotten one, by its id, stay where they are, without its name: leat "
		 "clusters shows them beforehand.\n\n"
		 "SINK.deny, beside the sink, then holds hashes of these names, and leat-store lets nothing of the kind into "
		 "the sink again; a store that is at work has to be started anew. Move the file together with the sink; PostgreSQL "
		 "has it as a table. Run forget on each sink. Files of Parquet, WET and texts are not changed: make them anew from the archive. What --on-complete took "
		 "elsewhere is out of reach, and so is what PostgreSQL has not vacuumed or keeps in its log.\n\n"
		 "With --state, leat-dedup forgets the same documents: no later text is taken for a copy of one, so the next copy is "
		 "kept. DIR.deny keeps them from coming back there. leat forget DIR --ids does this alone. Frames that were decided "
		 "before keep their verdicts: replayed into a new sink, copies of a forgotten document stay dropped; a new state decides anew.\n\n"
		 "A crash at any moment leaves the old file or the new one, and the same command finishes the work. What "
		 "another program is writing is left alone (exit status 75).\n\n"
		 "    leat forget corpus.db --urls https://example.org/a --hosts @takedown.txt\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
