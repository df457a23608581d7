#include "run/links.h"
#include "base/file.h"
#include "base/num.h"
#include "base/time.h"
#include "link/zmq.h"
#include "run/acked.h"
#include "run/runner.h"
#include "run/stop.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENDPOINTS_MAX = 64, SYNC_MS = 1000, MARK = 16, MARKS_MAX_BYTES = 1 << 20, BLOCKED_MS = 1000, DRAIN_MS = 10000 };

#define AT(field) offsetof(struct common_config, field)

const struct option link_options[LINK_OPTIONS] = {
	{ "key", OPTION_TEXT, AT(key), "FILE", .help = "secret key for links with CURVE; leat keygen makes one" },
	{ "peer-key", OPTION_TEXT, AT(peer_key), "FILE", .help = "public key of the side that binds, to connect to it" },
	{ "allow", OPTION_TEXT, AT(allow), "FILE",
	  .help = "public keys that may connect, one a line; read again on SIGHUP" },
	{ "insecure", OPTION_FLAG, AT(insecure), .help = "links beyond this machine without keys" },
	{ "ephemeral", OPTION_FLAG, AT(ephemeral), .help = "a link without --state: after a crash all is sent again" },
};

const struct option ordered_option = {
	"ordered", OPTION_FLAG, AT(ordered),
	.help = "on a link: frames in the order of their source, whatever the workers are",
};

struct links {
	struct acked *acked; /* of a source */
	struct endpoint in[ENDPOINTS_MAX], out[ENDPOINTS_MAX];
	struct curve curve;
	struct buf marks; /* struct link_mark, of an ordered receiver */
	struct buf marks_path;
	uint64_t synced_ms;
	uint64_t stopped_ms; /* when it was seen that a signal came; 0: none */
	bool ended; /* all that was sent is durable */
	bool room; /* credit came */
};

/* Words. */

static int parse_words(const struct option_list *words, struct endpoint *out, const char *name, struct err *err)
{
	size_t links = 0;

	if (words->count > ENDPOINTS_MAX)
		return err_set(err, EXIT_USAGE, "--%s: at most %d endpoints", name, ENDPOINTS_MAX);
	for (size_t i = 0; i < words->count; i++) {
		if (endpoint_parse(words->items[i], &out[i], err) < 0)
			return err_wrap(err, "--%s", name);
		links += endpoint_is_link(&out[i]);
	}
	if (words->count != 1 && links != words->count)
		return err_set(err, EXIT_USAGE, "--%s: only links take several; give one", name);
	return links > 0;
}

static int check_keys(const struct runner *runner, const struct endpoint *ends, size_t count, struct err *err)
{
	const struct common_config *common = &runner->common;

	for (size_t i = 0; i < count; i++) {
		bool binds = ends[i].kind == ENDPOINT_BIND;

		if (ends[i].remote && !common->key && !common->insecure)
			return err_set(err, EXIT_USAGE,
				       "%s: other machines may listen: give --key with --%s, or insist with --insecure",
				       ends[i].address, binds ? "allow" : "peer-key");
		if (common->key && binds && !common->allow)
			return err_set(err, EXIT_USAGE, "--key without --allow would hear every key: list those that may connect");
		if (common->key && !binds && !common->peer_key)
			return err_set(err, EXIT_USAGE, "--key needs --peer-key: the public key of the side that binds");
	}
	return 0;
}

static int check_sides(const struct runner *runner, bool in, bool out, struct err *err)
{
	const struct stage *stage = runner->stage;
	bool keeps = stage->produce || (stage->decide && !stage->sink);

	if (!in && !out)
		return runner->common.ordered ? err_set(err, EXIT_USAGE, "--ordered is for links; on a pipe the order stays") : 0;
	if (!stage->produce && !stage->sink && in != out)
		return err_set(err, EXIT_USAGE, "a link on one side needs a link on the other: a pipe has no way back for acks");
	if (keeps && !runner->common.state && !runner->common.ephemeral)
		return err_set(err, EXIT_USAGE, "on a link this stage needs --state DIR, or --ephemeral to do without");
	return 0;
}

int links_check(struct runner *runner, struct err *err)
{
	const struct stage *stage = runner->stage;
	struct links *links = mem_zero(1, sizeof *links);
	int in = 0, out = 0;

	runner->links = links;
	if (!stage->produce && (in = parse_words(&runner->common.in, links->in, "in", err)) < 0)
		return -1;
	if (!stage->sink && (out = parse_words(&runner->common.out, links->out, "out", err)) < 0)
		return -1;
	if (check_sides(runner, in > 0, out > 0, err) < 0 ||
	    (in && check_keys(runner, links->in, runner->common.in.count, err) < 0) ||
	    (out && check_keys(runner, links->out, runner->common.out.count, err) < 0))
		return -1;
	runner->link_in = runner->env.on_link = in > 0;
	runner->link_out = out > 0;
	if (!in && !out)
		links_release(runner);
	return 0;
}

/* Opening. */

static int read_keys(struct runner *runner, struct err *err)
{
	struct links *links = runner->links;
	const struct common_config *common = &runner->common;

	if (links->curve.secret_key[0] || !common->key)
		return 0;
	links->curve.allowed = common->allow;
	if (curve_read_key(common->key, &links->curve, err) < 0)
		return -1;
	return common->peer_key ? curve_read_server(common->peer_key, &links->curve, err) : 0;
}

/* What an ordered receiver passed on before it was started again. */
static int read_marks(struct runner *runner, struct err *err)
{
	struct links *links = runner->links;

	if (!runner->common.ordered || !runner->common.state)
		return 0;
	buf_addf(&links->marks_path, "%s/order", runner->common.state);
	if (access(buf_cstr(&links->marks_path), F_OK) != 0)
		return 0;
	if (file_read(buf_cstr(&links->marks_path), MARKS_MAX_BYTES, &links->marks, err) < 0)
		return -1;
	if (links->marks.len % sizeof(struct link_mark) != 0)
		return err_set(err, EXIT_MISMATCH, "%s: is damaged", buf_cstr(&links->marks_path));
	return 0;
}

int links_open(struct runner *runner, bool sender, struct err *err)
{
	struct links *links = runner->links;

	if (read_keys(runner, err) < 0 || (!sender && read_marks(runner, err) < 0))
		return -1;
	struct zmq_link_config config = {
		.endpoints = sender ? links->out : links->in,
		.count = sender ? runner->common.out.count : runner->common.in.count,
		.curve = runner->common.key ? &links->curve : NULL,
		.link = {
			.sender = sender,
			.ordered = !sender && runner->common.ordered,
			.stage = runner->stage->name,
			.window = runner->common.ordered ? LINK_SOURCE_WINDOW : LINK_WINDOW,
			.unacked_max = sender && runner->stage->produce ? LINK_SOURCE_WINDOW : 0,
			.marks = (const struct link_mark *)(const void *)links->marks.data,
			.nmarks = links->marks.len / sizeof(struct link_mark),
		},
	};
	struct channel *channel = zmq_link_open(&config, err);
	if (!channel)
		return -1;
	if (runner->common.allow)
		stop_install_reload();
	*(sender ? &runner->out : &runner->in) = channel;
	return 0;
}

int links_begin(struct runner *runner, struct err *err)
{
	if (!runner->links || !runner->stage->produce)
		return 0;
	runner->links->acked = acked_open(runner->common.state, err);
	return runner->links->acked ? 0 : -1;
}

/* Answers from below. */

static int on_ack(struct runner *runner, const struct channel_event *event, struct err *err)
{
	struct links *links = runner->links;

	if (!links->acked)
		return channel_ack(runner->in, event->stream, event->first, event->last, err);
	if (acked_add(links->acked, event->stream, event->first, event->last, err) < 0)
		return -1;
	uint64_t now = time_steady_ns() / 1000000;
	if (now - links->synced_ms < SYNC_MS)
		return 0;
	links->synced_ms = now;
	return acked_sync(links->acked, err);
}

static int on_answer(struct runner *runner, const struct channel_event *event, struct err *err)
{
	switch (event->kind) {
	case CHANNEL_ACK:
		return on_ack(runner, event, err);
	case CHANNEL_REFUSE:
		if (runner->in)
			return channel_refuse(runner->in, event->stream, event->reason, err);
		runner_refuse(runner, event->stream, event->reason);
		return 0;
	case CHANNEL_NOTE:
		runner_warn(runner, "%s", event->reason);
		return 0;
	case CHANNEL_ROOM:
		runner->links->room = true;
		return 0;
	case CHANNEL_END:
		runner->links->ended = true;
		return 0;
	default:
		return 0;
	}
}

/* Waits at most timeout_ms for the first answer, and takes all that are there. */
static int take_answers(struct runner *runner, int timeout_ms, struct err *err)
{
	struct channel_event event;

	report_metrics(runner);
	if (stop_reload_asked()) {
		if (runner->link_in)
			zmq_link_reload(runner->in);
		if (runner->link_out)
			zmq_link_reload(runner->out);
	}
	if (!runner->link_out)
		return 0;
	do {
		if (channel_recv(runner->out, &event, timeout_ms, err) < 0 || on_answer(runner, &event, err) < 0)
			return -1;
		timeout_ms = 0;
	} while (event.kind != CHANNEL_NOTHING && !runner->links->ended);
	return 0;
}

int links_answers(struct runner *runner, struct err *err)
{
	return take_answers(runner, 0, err);
}

void links_wait(struct runner *runner, int timeout_ms)
{
	struct pollfd fds[4];
	nfds_t count = 0;

	if (runner->in)
		fds[count++] = (struct pollfd){ .fd = channel_descriptor(runner->in), .events = POLLIN };
	if (runner->link_out)
		fds[count++] = (struct pollfd){ .fd = channel_descriptor(runner->out), .events = POLLIN };
	if (runner->workers)
		fds[count++] = (struct pollfd){ .fd = workers_descriptor(runner->workers), .events = POLLIN };
	fds[count++] = (struct pollfd){ .fd = stop_descriptor(), .events = POLLIN };
	poll(fds, count, timeout_ms);
}

/* After a signal the answers have DRAIN_MS to come. */
static int wait_for_answers(struct runner *runner, struct err *err)
{
	struct links *links = runner->links;
	uint64_t now = time_steady_ns() / 1000000;

	if (stop_asked() && links->stopped_ms == 0)
		links->stopped_ms = now;
	if (links->stopped_ms != 0 && now - links->stopped_ms > DRAIN_MS)
		return err_set(err, EXIT_RETRY, "interrupted, and not all is durable: it comes again");
	return take_answers(runner, BLOCKED_MS, err);
}

/* Frames. */

int links_send(struct runner *runner, struct frame *frame, struct err *err)
{
	struct links *links = runner->links;

	if (links->acked && frame->head.type == FRAME_DATA && acked_place(links->acked, frame)) {
		frame_free(frame);
		return take_answers(runner, 0, err);
	}
	for (;;) {
		int sent = channel_send(runner->out, &frame, err);

		if (sent == CHANNEL_SENT)
			return take_answers(runner, 0, err);
		/* A frame that is durable need not wait for somebody who takes it. */
		if (sent == CHANNEL_FULL && runner->in && channel_over(runner->in)) {
			frame_free(frame);
			return 0;
		}
		if (sent < 0 || wait_for_answers(runner, err) < 0) {
			frame_free(frame);
			return -1;
		}
	}
}

int links_ack(struct runner *runner, const struct frame *frame, struct err *err)
{
	return channel_ack(runner->in, frame->head.stream, frame->head.seq, frame->head.seq, err);
}

static struct link_mark *mark_of(struct links *links, uint64_t source)
{
	struct link_mark *marks = (struct link_mark *)(void *)links->marks.data;
	size_t count = links->marks.len / sizeof *marks;

	for (size_t i = 0; i < count; i++)
		if (marks[i].source == source)
			return &marks[i];
	buf_add(&links->marks, &(struct link_mark){ source, 0 }, sizeof *marks);
	return (struct link_mark *)(void *)links->marks.data + count;
}

int links_passing(struct runner *runner, struct frame *const *frames, size_t count, struct err *err)
{
	struct links *links = runner->links;
	bool moved = false;

	if (!links || links->marks_path.len == 0)
		return 0;
	for (size_t i = 0; i < count; i++) {
		const struct frame_route *route = &frames[i]->route;
		struct link_mark *mark = mark_of(links, route->source);

		if (route->order < mark->next)
			continue;
		mark->next = route->order + 1;
		moved = true;
	}
	return moved ? file_replace(buf_cstr(&links->marks_path), buf_str(&links->marks), err) : 0;
}

/* Ends. */

int links_finish(struct runner *runner, struct err *err)
{
	if (runner->in && runner->link_out)
		channel_forget(runner->out);
	while (runner->link_out && !runner->links->ended)
		if (wait_for_answers(runner, err) < 0)
			return -1;
	if (runner->links && runner->links->acked)
		return acked_sync(runner->links->acked, err);
	return 0;
}

int links_drain(struct runner *runner, struct err *err)
{
	struct link_counters counters;

	if (!runner->link_out)
		return 0;
	for (;;) {
		zmq_link_count(runner->out, &counters);
		if (counters.unacked_frames == 0)
			return 0;
		if (wait_for_answers(runner, err) < 0)
			return -1;
	}
}

void links_release(struct runner *runner)
{
	struct links *links = runner->links;

	if (!links)
		return;
	acked_close(links->acked);
	buf_release(&links->marks);
	buf_release(&links->marks_path);
	explicit_bzero(&links->curve, sizeof links->curve);
	free(links);
	runner->links = NULL;
}
