#include "exec/exec.h"

#include "exec/answer.h"

#include <stdio.h>
#include <stdlib.h>

enum { END_MS = 5000, ANSWER_MAX = FRAME_RAW_MAX };

/* Where a record's answer lies; at == SIZE_MAX: it has none, `why` says the reason. */
struct place {
	size_t at, len;
	char why[80];
};

static size_t *starts(const struct exec *exec)
{
	return (size_t *)(void *)exec->starts.data;
}

static struct place *places(const struct exec *exec)
{
	return (struct place *)(void *)exec->places.data;
}

static const char *command(const struct exec *exec)
{
	return exec->config->argv[0];
}

/* The answers of records from `first` on. */
static void keep_answers(struct exec *exec, size_t first, size_t count)
{
	const char *at = exec->batch.data;

	for (size_t i = first; i < first + count; i++) {
		const char *stop = memchr(at, '\n', (size_t)(exec->batch.data + exec->batch.len - at));

		places(exec)[i] = (struct place){ exec->answers.len, (size_t)(stop - at), "" };
		buf_add(&exec->answers, at, (size_t)(stop - at));
		at = stop + 1;
	}
	if (count > 0)
		exec->failures = 0;
}

static int fail_record(struct exec *exec, size_t index, const char *why, struct err *err)
{
	struct place *place = &places(exec)[index];

	*place = (struct place){ .at = SIZE_MAX };
	snprintf(place->why, sizeof place->why, "exec: %s", why);
	if (++exec->failures < EXEC_FAILURES_MAX)
		return 0;
	return err_set(err, EXIT_FAILED, "%s: fails on every record: %s", command(exec), why);
}

static int exec_talks(const struct exec *exec, struct err *err)
{
	return err_set(err, EXIT_FAILED, "%s: answers more lines than it gets: it must write one line for each that it reads, and "
		       "all else to standard error", command(exec));
}

/* What happened to the command, which is gone afterwards. */
static int bury(struct exec *exec, enum child_result result, char why[64], struct err *err)
{
	int status = child_end(&exec->child, result == CHILD_DEAD ? END_MS : 0);

	exec->restarts++;
	if (result == CHILD_TALKS)
		return exec_talks(exec, err);
	if (result == CHILD_DEAD && (status == 126 || status == 127))
		return err_set(err, EXIT_FAILED, "%s: cannot be run (exit status %d)", command(exec), status);
	if (result == CHILD_HUNG)
		snprintf(why, 64, "no answer for %.3g s", (double)exec->config->timeout_ms / 1000);
	else if (result == CHILD_LONG)
		snprintf(why, 64, "an answer of over %d bytes", ANSWER_MAX);
	else if (status > 128)
		snprintf(why, 64, "the command was killed by signal %d", status - 128);
	else
		snprintf(why, 64, "the command ended without an answer");
	return 0;
}

int exec_end(struct exec *exec, struct err *err)
{
	child_end(&exec->child, END_MS);
	return exec->child.talked ? exec_talks(exec, err) : 0;
}

/* Asks about records [first, stop): *answered of them got their answer. Where not all did,
 * the command is gone and `why` says how. */
static int ask(struct exec *exec, size_t first, size_t stop, bool last, size_t *answered, char why[64], struct err *err)
{
	const size_t *start = starts(exec);
	struct child_question question = {
		.lines = str_from(exec->lines.data + start[first], start[stop] - start[first]),
		.count = stop - first,
		.last = last,
		.timeout_ms = exec->config->timeout_ms,
		.max = ANSWER_MAX,
	};

	/* One whose input was ended by the last question answers no more. */
	if (exec->child.pid != 0 && exec->child.in < 0 && exec_end(exec, err) < 0)
		return -1;
	if (exec->child.pid == 0 && child_start(&exec->child, exec->config->argv, err) < 0)
		return -1;
	buf_reset(&exec->batch);
	enum child_result result = child_ask(&exec->child, &question, &exec->batch, answered);
	if (result != CHILD_TALKS)
		keep_answers(exec, first, *answered);
	return result == CHILD_ANSWERED ? 0 : bury(exec, result, why, err);
}

/* Records [first, stop), of which the command fails on at least one. */
static int isolate(struct exec *exec, size_t first, size_t stop, struct err *err)
{
	char why[64];
	size_t answered;

	while (first < stop) {
		/* The first one without an answer is most often the one. */
		if (ask(exec, first, first + 1, true, &answered, why, err) < 0 ||
		    (answered == 0 && fail_record(exec, first, why, err) < 0))
			return -1;
		first++;
		if (first == stop)
			return 0;
		if (ask(exec, first, stop, true, &answered, why, err) < 0)
			return -1;
		first += answered;
		/* A command that collects its answers says nothing of how far it came. */
		if (answered == 0 && stop - first > 2) {
			size_t middle = first + (stop - first) / 2;

			if (ask(exec, first, middle, true, &answered, why, err) < 0)
				return -1;
			first += answered;
			if (first < middle && isolate(exec, first, middle, err) < 0)
				return -1;
			first = middle;
		}
	}
	return 0;
}

/* The lines of the kept records. */
static int ask_records(struct exec *exec, struct frame *frame, struct err *err)
{
	struct record record;

	buf_reset(&exec->lines);
	buf_reset(&exec->starts);
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		if (frame_verdict(frame, i) != VERDICT_KEPT)
			continue;
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		buf_add(&exec->starts, &exec->lines.len, sizeof exec->lines.len);
		answer_question(&record, &exec->config->send, &exec->lines);
	}
	buf_add(&exec->starts, &exec->lines.len, sizeof exec->lines.len);
	return 0;
}

struct applying {
	struct exec *exec;
	size_t next;
};

static int apply(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct applying *applying = ctx;
	struct exec *exec = applying->exec;
	const struct place *place = &places(exec)[applying->next++];
	(void)err;

	if (place->at == SIZE_MAX)
		return edit_reject(edit, place->why);
	return answer_apply(str_from(exec->answers.data + place->at, place->len), record, edit, &exec->names, &exec->packed);
}

int exec_frame(struct exec *exec, struct frame *frame, struct edit *edit, struct err *err)
{
	struct applying applying = { exec, 0 };
	char why[64];
	size_t count, answered;

	if (ask_records(exec, frame, err) < 0)
		return -1;
	count = exec->starts.len / sizeof(size_t) - 1;
	if (count == 0)
		return 0;
	arena_reset(&exec->names);
	buf_reset(&exec->answers);
	buf_reset(&exec->places);
	memset(buf_reserve(&exec->places, count * sizeof(struct place)), 0, count * sizeof(struct place));
	exec->places.len = count * sizeof(struct place);
	exec->restarts = 0;
	if (ask(exec, 0, count, false, &answered, why, err) < 0 ||
	    (answered < count && isolate(exec, answered, count, err) < 0))
		return -1;
	edit_fault(edit, "restart", exec->restarts);
	return each_record(frame, edit, apply, &applying, err);
}

void exec_release(struct exec *exec)
{
	child_end(&exec->child, END_MS);
	buf_release(&exec->lines);
	buf_release(&exec->starts);
	buf_release(&exec->answers);
	buf_release(&exec->places);
	buf_release(&exec->batch);
	buf_release(&exec->packed);
	arena_release(&exec->names);
}
