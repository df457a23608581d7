#include "ingest/operands.h"

#include "ingest/name.h"
#include "ingest/walk.h"
#include "run/runner.h"
#include "run/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static void lose(void *ctx, const struct err *why)
{
	struct ingest *ingest = ctx;

	ingest->lost++;
	ingest->run.faults.count[FAULT_READ]++;
	ingest->run.faults.grave++;
	runner_warn(ingest->runner, "%s", why->text);
	runner_fail_later(ingest->runner, EXIT_FAILED);
}

static int read_source(struct ingest *ingest, struct source *source, bool *broken, struct err *err)
{
	enum source_result result;
	struct err why;

	*broken = false;
	ingest->at = source->shown;
	ingest->reports = 0;
	if (source_read(&ingest->run, source, &result, err) < 0)
		return -1;
	*broken = result == SOURCE_BROKEN;
	if (*broken)
		return 0;
	if (source->input->error) {
		errno = source->input->error;
		err_sys(&why, EXIT_FAILED, "%.*s: offset %" PRIu64 ": cannot read", STR_ARG(source->shown),
			source->input->offset);
		lose(ingest, &why);
		return 0;
	}
	ingest->sources += result != SOURCE_FORMAT;
	if (result == SOURCE_FORMAT && !ingest->walking)
		runner_fail_later(ingest->runner, EXIT_BAD_INPUT);
	if (result == SOURCE_CHANGED)
		runner_warn(ingest->runner,
			    "%.*s: is not what it was with something added: a store will refuse it",
			    STR_ARG(source->shown));
	ingest->done = result == SOURCE_STOPPED;
	return 0;
}

/* Reads an input that was opened on `fd`, by the name that its first bytes give it. */
static int read_standard(struct ingest *ingest, struct input *input, int fd, struct err *err)
{
	struct buf name = BUF_INIT;
	struct source source = { fd, .input = input, .shown = str_of(ingest->config->name) };
	const char *head;
	size_t count = input_peek(input, NAME_HEAD, &head);
	bool broken;
	int result;

	name_of_stdin(source.shown, str_from(head, count), &name);
	source.name = buf_str(&name);
	result = read_source(ingest, &source, &broken, err);
	buf_release(&name);
	return result;
}

static int read_spooled(struct ingest *ingest, uint64_t number, struct err *err)
{
	int fd = spool_open(ingest->env->state_dir, number, err), result;
	struct input input;

	if (fd < 0)
		return -1;
	input_open_fd(&input, fd);
	result = read_standard(ingest, &input, fd, err);
	input_close(&input);
	close(fd);
	return result;
}

/* Whether the input begins as the one that had not ended does: then it is the same again, from
 * its start. */
static bool begins_again(struct input *input, const char *dir)
{
	struct err ignored;
	int fd = spool_open(dir, SPOOL_PART, &ignored);
	struct input old;
	const char *a, *b;
	size_t count;
	bool same;

	if (fd < 0)
		return false;
	input_open_fd(&old, fd);
	count = input_peek(&old, NAME_HEAD, &a);
	count = count < NAME_HEAD ? count : NAME_HEAD;
	same = count > 0 && input_peek(input, count, &b) >= count && memcmp(a, b, count) == 0;
	input_close(&old);
	close(fd);
	return same;
}

static void tap(void *ctx, const char *bytes, size_t count)
{
	spool_add(ctx, bytes, count);
}

/* Writes it down as it comes. */
static int read_and_spool(struct ingest *ingest, struct input *input, uint64_t number, struct err *err)
{
	struct spool spool;
	int result = spool_begin(&spool, ingest->env->state_dir, number, err);

	if (result == 0) {
		ingest->spool = &spool;
		input_set_tap(input, tap, &spool);
		result = read_standard(ingest, input, STDIN_FILENO, err);
		ingest->spool = NULL;
	}
	if (result == 0)
		result = spool_sync(&spool, err);
	spool_close(&spool);
	return result;
}

/* The whole frames of an input that an earlier run had not read to its end. What was counted
 * does not count: it is read once more, from here or from its source. */
static int read_part_again(struct ingest *ingest, struct err *err)
{
	struct source_run before = ingest->run;
	int result;

	ingest->partial = true;
	result = read_spooled(ingest, SPOOL_PART, err);
	ingest->partial = false;
	ingest->run.faults = before.faults;
	ingest->run.skips = before.skips;
	ingest->run.limit = before.limit;
	return result;
}

/* On a link with --state. First what an earlier run did not bring to the end; the last frame of
 * an input that was cut off only when it is known that it does not come again. */
static int read_stdin_on_link(struct ingest *ingest, struct input *input, struct err *err)
{
	const char *dir = ingest->env->state_dir, *head;
	uint64_t last = spool_last(dir), part = spool_part_size(dir);
	int result = 0;

	for (uint64_t number = 1; number <= last && result == 0 && !ingest->done; number++) {
		resend_reset(&ingest->resend);
		result = read_spooled(ingest, number, err);
	}
	resend_reset(&ingest->resend);
	/* of a shorter one nothing was sent: the name was not known */
	if (part >= NAME_HEAD && result == 0 && !ingest->done)
		result = read_part_again(ingest, err);
	if (result < 0 || ingest->done)
		return result;
	bool again = part > 0 && begins_again(input, dir), more = input_peek(input, 1, &head) > 0;

	if (runner_stopping(ingest->runner))
		return 0;
	if (part > 0 && !again) {
		result = read_spooled(ingest, SPOOL_PART, err);
		resend_reset(&ingest->resend);
		if (result == 0 && !ingest->done)
			result = spool_end_part(dir, ++last, err);
	}
	if (result < 0 || ingest->done)
		return result;
	if (more)
		return read_and_spool(ingest, input, last + 1, err);
	return last == 0 ? read_standard(ingest, input, STDIN_FILENO, err) : 0;
}

int operand_stdin(struct ingest *ingest, struct err *err)
{
	bool spooled = ingest->env->state_dir && ingest->runner->link_out;
	struct input input;
	int result;

	resend_reset(&ingest->resend);
	input_open_fd(&input, STDIN_FILENO);
	input_set_wake(&input, stop_descriptor());
	result = spooled ? read_stdin_on_link(ingest, &input, err) : read_standard(ingest, &input, STDIN_FILENO, err);
	input_close(&input);
	return result;
}

/* XXH3-128 of the whole file, which is then read again. */
static bool hash_file(int fd, unsigned char hash[16])
{
	XXH3_state_t *state = XXH3_createState();
	XXH128_canonical_t canonical;
	char *block = mem_alloc(NAME_HEAD);
	ssize_t got = -1;

	if (state && XXH3_128bits_reset(state) == XXH_OK)
		while ((got = read(fd, block, NAME_HEAD)) > 0 || (got < 0 && errno == EINTR))
			if (got > 0)
				XXH3_128bits_update(state, block, (size_t)got);
	if (got == 0) {
		XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
		memcpy(hash, canonical.digest, 16);
	}
	XXH3_freeState(state);
	free(block);
	return got == 0 && lseek(fd, 0, SEEK_SET) == 0;
}

static int name_file(struct ingest *ingest, const char *path, bool listed, struct buf *name,
		     struct err *err)
{
	if (listed) {
		buf_add_text(name, path);
		return 0;
	}
	return name_of_path(path, ingest->root, name, err);
}

/* By the name of the stream, so that neither the order nor the number of files matters. */
static bool is_ours(const struct ingest *ingest, struct str name)
{
	return ingest->parts == 0 || name_stream(name) % ingest->parts == ingest->part - 1;
}

static int read_file(struct ingest *ingest, const char *path, bool listed, struct err *err)
{
	bool revision = strcmp(ingest->config->changed, "revision") == 0;
	unsigned char hash[16];
	struct buf name = BUF_INIT;
	struct buf shown = BUF_INIT;
	struct input input;
	struct source source = { .fd = open(path, O_RDONLY | O_CLOEXEC), .input = &input };
	struct err why;
	bool broken;
	int result = 0;

	resend_reset(&ingest->resend);
	if (source.fd < 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot open", path);
		lose(ingest, &why);
	} else if (name_file(ingest, path, listed, &name, &why) < 0) {
		lose(ingest, &why);
	} else if (!is_ours(ingest, buf_str(&name))) {
		result = 0;
	} else if (revision && !hash_file(source.fd, hash)) {
		err_sys(&why, EXIT_FAILED, "%s: cannot be read twice, as --changed revision must", path);
		lose(ingest, &why);
	} else {
		buf_add_str(&shown, buf_str(&name));
		if (revision)
			name_add_revision(&name, hash);
		source.name = buf_str(&name);
		source.shown = buf_str(&shown);
		input_open_fd(&input, source.fd);
		input_set_wake(&input, stop_descriptor());
		result = read_source(ingest, &source, &broken, err);
		input_close(&input);
	}
	if (source.fd >= 0)
		close(source.fd);
	buf_release(&name);
	buf_release(&shown);
	return result;
}

bool operand_whole(void *ctx)
{
	struct ingest *ingest = ctx;
	struct command *command = ingest->command;
	struct err why;

	if (ingest->partial)
		return false;
	if (ingest->spool)
		return spool_end(ingest->spool, &why) == 0;
	if (!command)
		return true;
	ingest->command = NULL;
	if (command_finish(command, ingest->at.at, &why) == 0)
		return true;
	runner_warn(ingest->runner, "%s", why.text);
	return false;
}

/* Sleeps, but not through a signal. */
static void wait_ms(struct ingest *ingest, uint64_t ms)
{
	for (; ms > 0 && !runner_stopping(ingest->runner); ms -= ms < 50 ? ms : 50)
		poll(NULL, 0, ms < 50 ? (int)ms : 50);
}

static int read_command(struct ingest *ingest, const char *name, bool *broken, struct err *err)
{
	struct command command;
	struct input input;
	struct source source = { .name = str_of(name), .shown = str_of(name), .input = &input };
	struct err why;
	int result;

	*broken = true;
	if (command_start(&command, ingest->config->open_with, name, &why) < 0) {
		runner_warn(ingest->runner, "%s", why.text);
		return 0;
	}
	ingest->command = &command;
	source.fd = command.fd;
	input_open_fd(&input, command.fd);
	input_set_wake(&input, stop_descriptor());
	result = read_source(ingest, &source, broken, err);
	input_close(&input);
	if (ingest->command)
		command_abandon(&command);
	ingest->command = NULL;
	return result;
}

/* Opens it again when it breaks off, after 1, 2, 4... times the wait. What was counted in an
 * attempt that failed does not count. */
static int read_opened(struct ingest *ingest, const char *name, struct err *err)
{
	struct source_run before = ingest->run;
	uint64_t wait = ingest->config->retry_wait;
	struct err why;

	if (!is_ours(ingest, str_of(name)))
		return 0;
	resend_reset(&ingest->resend);
	for (int64_t attempt = 0;; attempt++, wait *= 2) {
		bool broken;

		if (read_command(ingest, name, &broken, err) < 0)
			return -1;
		if (!broken)
			return 0;
		if (attempt == ingest->config->retries || runner_stopping(ingest->runner))
			break;
		ingest->run.faults = before.faults;
		ingest->run.skips = before.skips;
		ingest->run.limit = before.limit;
		wait_ms(ingest, wait);
	}
	err_set(&why, EXIT_FAILED, "%s: given up", name);
	lose(ingest, &why);
	return 0;
}

static int walked_file(void *ctx, const char *path, struct err *err)
{
	struct ingest *ingest = ctx;

	return ingest->done ? 1 : read_file(ingest, path, false, err);
}

static int listed_file(void *ctx, const char *path, struct err *err)
{
	struct ingest *ingest = ctx;

	if (ingest->done)
		return 1;
	return ingest->config->open_with ? read_opened(ingest, path, err) : read_file(ingest, path, true, err);
}

int operand_read(struct ingest *ingest, const char *path, struct err *err)
{
	struct walk walk = { walked_file, lose, ingest };
	struct stat st;
	int result;

	if (ingest->config->open_with)
		return read_opened(ingest, path, err);
	if (strcmp(path, "-") == 0)
		return operand_stdin(ingest, err);
	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return read_file(ingest, path, false, err);
	ingest->walking = true;
	result = walk_folder(&walk, path, err);
	ingest->walking = false;
	return result;
}

int operand_list(struct ingest *ingest, const char *path, struct err *err)
{
	struct walk walk = { listed_file, lose, ingest };

	return walk_list(&walk, path, err);
}

/* Each file once; what was read is noted when all of its frames are on their way. */
static int followed_file(void *ctx, const char *path, struct err *err)
{
	struct ingest *ingest = ctx;

	if (ingest->done)
		return 1;
	if (seen_before(ingest->seen, path))
		return 0;
	if (read_file(ingest, path, false, err) < 0 || runner_flush(ingest->runner, err) < 0)
		return -1;
	if (ingest->done && runner_stopping(ingest->runner))
		return 1;
	return seen_note(ingest->seen, path, err);
}

static bool follow_ends(void *ctx)
{
	struct ingest *ingest = ctx;

	return ingest->done || ingest->run.limit == 0 || runner_stopping(ingest->runner);
}

int operand_follow(struct ingest *ingest, const char *folder, struct err *err)
{
	struct walk walk = { followed_file, lose, ingest };
	struct follow *follow = follow_open(folder, err);
	int result;

	if (!follow)
		return -1;
	ingest->seen = seen_open(ingest->env->state_dir, err);
	ingest->walking = true;
	result = ingest->seen ? follow_run(follow, &walk, follow_ends, err) : -1;
	ingest->walking = false;
	seen_close(ingest->seen);
	ingest->seen = NULL;
	follow_close(follow);
	return result < 0 ? -1 : 0;
}
