#include "base/file.h"
#include "base/time.h"
#include "run/progress.h"
#include "link/zmq.h"
#include "run/metrics.h"
#include "run/runner.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DRAW_NS = 200000000, STAGES_MAX = 64 };

void report_stats(const struct runner *runner, struct stats *out)
{
	*out = runner->stats;
	if (runner->opened)
		stats_merge(out, &runner->worker.stats);
	if (runner->workers)
		workers_stats(runner->workers, out);
	snprintf(out->stage, sizeof out->stage, "%s", runner->stage->name);
	uint64_t gone = tally_total(&out->dropped) + out->rejected;
	out->kept = out->in > gone ? out->in - gone : 0;
	out->seconds = (double)(time_steady_ns() - runner->started_ns) / 1e9;
	out->cpu_seconds = (double)time_cpu_ns() / 1e9;
}

/* How far the source is read: the offset of the last record, and whole sources behind. */
void report_frame(struct runner *runner, struct frame *frame)
{
	struct cursor cursor;
	struct value map, key, value;
	struct record record;
	struct err ignored;
	struct str raw;
	int64_t offset;

	if (!runner->draw)
		return;
	if (frame->head.seq == 0 &&
	    frame_open_layer(frame, LAYER_SOURCE, &runner->worker.codecs, &raw, &ignored) == 0) {
		cursor = cursor_of(raw);
		runner->source_size = 0;
		for (uint32_t n = cursor_expect(&cursor, VALUE_MAP, &map) ? map.count : 0; n > 0; n--) {
			if (!cursor_next(&cursor, &key) || !cursor_next(&cursor, &value))
				break;
			if (key.type == VALUE_STR && value.type == VALUE_INT && str_is(key.bytes, "size"))
				runner->source_size = (uint64_t)value.integer;
		}
	}
	if (frame->head.nrec && frame->meta_indexed &&
	    frame_record(frame, frame->head.nrec - 1, &record, &ignored) == 0 &&
	    record_int(&record, FIELD_OFFSET, &offset) && offset > 0)
		runner->source_at = (uint64_t)offset;
	if (frame->head.flags & FRAME_FINAL) {
		runner->done_bytes += runner->source_size;
		runner->source_at = runner->source_size = 0;
	}
}

static unsigned columns(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 80;
}

void report_metrics(struct runner *runner)
{
	struct metrics_view view = { .link_in = runner->link_in, .link_out = runner->link_out, .age = -1 };

	if (!runner->metrics || !metrics_due(runner->metrics))
		return;
	if (runner->frame_born && runner->frame_done >= runner->frame_born)
		view.age = (double)(runner->frame_done - runner->frame_born) / 1e3;
	report_stats(runner, &view.stats);
	if (runner->link_in)
		zmq_link_count(runner->in, &view.in);
	if (runner->link_out)
		zmq_link_count(runner->out, &view.out);
	metrics_update(runner->metrics, &view);
}

void report_tick(struct runner *runner)
{
	uint64_t now;
	struct buf line = BUF_INIT;
	struct stats stats;

	report_metrics(runner);
	if (!runner->draw || (now = time_steady_ns()) - runner->drawn_ns < DRAW_NS)
		return;
	report_stats(runner, &stats);
	runner->drawn_ns = now;
	struct progress progress = {
		.total_bytes = runner->expect,
		.done_bytes = runner->done_bytes + runner->source_at,
		.records = stats.in,
		.kept = stats.kept,
		.seconds = (double)(now - runner->started_ns) / 1e9,
	};
	buf_add_byte(&line, '\r');
	progress_line(&progress, columns() - 1, &line);
	buf_add_text(&line, "\033[K");
	ssize_t ignored = write(STDERR_FILENO, line.data, line.len);
	(void)ignored;
	buf_release(&line);
}

static void table(struct runner *runner, const struct stats *own)
{
	struct stats *stages = mem_zero(STAGES_MAX + 1, sizeof *stages);
	struct cursor cursor = cursor_of(buf_str(&runner->stages));
	struct buf text = BUF_INIT;
	struct str one;
	size_t count = 0;

	while (count < STAGES_MAX && !cursor_done(&cursor) && cursor_skip(&cursor, &one))
		if (stats_unpack(one, &stages[count]))
			count++;
	stages[count++] = *own;
	progress_table(stages, count, &text);
	ssize_t ignored = write(STDERR_FILENO, text.data, text.len);
	(void)ignored;
	buf_release(&text);
	free(stages);
}

int report_end(struct runner *runner, bool failed, struct err *err)
{
	struct stats stats;
	struct buf json = BUF_INIT;
	int result = 0;

	report_stats(runner, &stats);
	if (runner->draw) {
		ssize_t ignored = write(STDERR_FILENO, "\r\033[K", 4);
		(void)ignored;
	}
	/* On a link a stage knows itself only: who asked for --stats of each draws the whole. */
	bool part = runner->link_in && runner->common.stats;
	if (runner->last && !part && !failed && !runner->common.quiet && !runner->common.json_log)
		table(runner, &stats);
	if (runner->common.stats) {
		stats_json(&stats, &json);
		result = file_replace(runner->common.stats, buf_str(&json), err);
		buf_release(&json);
	}
	return result;
}

void runner_fault(struct runner *runner, const char *kind, uint64_t count)
{
	tally_add(&runner->stats.faults, kind, count);
}

void runner_warn(struct runner *runner, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	pthread_mutex_lock(&runner->warn_lock);
	if (runner->draw) {
		ssize_t ignored = write(STDERR_FILENO, "\r\033[K", 4);
		(void)ignored;
	}
	log_warn(&runner->log, "%s", text);
	pthread_mutex_unlock(&runner->warn_lock);
}

void runner_count_input(struct runner *runner, uint64_t bytes)
{
	runner->stats.bytes_in += bytes;
}

void runner_fail_later(struct runner *runner, enum exit_code code)
{
	if (code > runner->later)
		runner->later = code;
}

void runner_refuse(struct runner *runner, uint64_t stream, const char *why)
{
	char name[17];
	size_t before = runner->refused.used;

	snprintf(name, sizeof name, "%016" PRIx64, stream);
	tally_add(&runner->refused, name, 1);
	if (runner->refused.used > before)
		log_error(&runner->log, "stream %s is refused: %s", name, why);
	runner_fail_later(runner, EXIT_MISMATCH);
	if (runner->link_in) {
		struct err ignored;

		channel_refuse(runner->in, stream, why, &ignored);
	}
}
