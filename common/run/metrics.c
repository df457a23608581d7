#include "run/metrics.h"
#include "base/num.h"
#include "base/time.h"
#include "run/sampler.h"

#include <inttypes.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { UPDATE_MS = 250, STANDS_MS = 60000, SAMPLE_MS = 100, SAMPLE_FRAMES = 10, SAMPLES = 5 };

/* The page. */

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void label(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '"')
			buf_add_byte(out, '\\');
		if ((unsigned char)*text >= ' ')
			buf_add_byte(out, *text);
	}
}

static void count_of(struct buf *out, const char *name, const char *help, const char *stage, uint64_t value)
{
	head(out, name, "counter", help);
	buf_addf(out, "%s{stage=\"", name);
	label(out, stage);
	buf_addf(out, "\"} %" PRIu64 "\n", value);
}

static void tally_of(struct buf *out, const char *name, const char *help, const char *key, const char *stage,
		     const struct tally *tally)
{
	head(out, name, "counter", help);
	for (size_t i = 0; i < tally->used; i++) {
		buf_addf(out, "%s{stage=\"", name);
		label(out, stage);
		buf_addf(out, "\",%s=\"", key);
		label(out, tally->rows[i].name);
		buf_addf(out, "\"} %" PRIu64 "\n", tally->rows[i].count);
	}
}

static void both_sides(struct buf *out, const struct metrics_view *view, const char *name, const char *type,
		       const char *help, uint64_t in, uint64_t out_value)
{
	head(out, name, type, help);
	if (view->link_in)
		buf_addf(out, "%s{stage=\"%s\",side=\"in\"} %" PRIu64 "\n", name, view->stats.stage, in);
	if (view->link_out)
		buf_addf(out, "%s{stage=\"%s\",side=\"out\"} %" PRIu64 "\n", name, view->stats.stage, out_value);
}

static void links_page(const struct metrics_view *view, struct buf *out)
{
	const struct link_counters *in = &view->in, *to = &view->out;

	both_sides(out, view, "leat_link_peers", "gauge", "Peers in session.", in->peers, to->peers);
	both_sides(out, view, "leat_link_frames_total", "counter", "Frames received, or sent for the first time.",
		   in->frames, to->frames);
	both_sides(out, view, "leat_link_bytes_total", "counter", "Bytes of these frames.", in->bytes, to->bytes);
	both_sides(out, view, "leat_link_resent_frames_total", "counter", "Frames sent again.", in->resent, to->resent);
	both_sides(out, view, "leat_link_acked_frames_total", "counter", "Frames known to be durable.", in->acked,
		   to->acked);
	both_sides(out, view, "leat_link_unacked_frames", "gauge", "Frames taken or sent, and not durable.",
		   in->unacked_frames, to->unacked_frames);
	both_sides(out, view, "leat_link_lost_peers_total", "counter", "Sessions that ended without a word.",
		   in->peers_lost, to->peers_lost);
	both_sides(out, view, "leat_link_resets_total", "counter", "Sessions begun anew.", in->resets, to->resets);
}

/* Names of the process metrics are Prometheus' own. */
static void process_page(const struct metrics_view *view, struct buf *out)
{
	uint64_t pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (file) {
		if (fscanf(file, "%*u %" SCNu64, &pages) != 1)
			pages = 0;
		fclose(file);
	}
	head(out, "process_cpu_seconds_total", "counter", "Processor time of the program.");
	buf_addf(out, "process_cpu_seconds_total %.3f\n", view->stats.cpu_seconds);
	head(out, "process_resident_memory_bytes", "gauge", "Resident memory.");
	buf_addf(out, "process_resident_memory_bytes %" PRIu64 "\n", pages * (uint64_t)sysconf(_SC_PAGESIZE));
}

void metrics_page(const struct metrics_view *view, struct buf *out)
{
	const struct stats *stats = &view->stats;

	count_of(out, "leat_frames_total", "Frames that went through.", stats->stage, stats->frames);
	count_of(out, "leat_records_total", "Records that came in, kept by the stages before.", stats->stage, stats->in);
	count_of(out, "leat_kept_records_total", "Records that go on.", stats->stage, stats->kept);
	tally_of(out, "leat_dropped_records_total", "Records dropped here.", "reason", stats->stage, &stats->dropped);
	count_of(out, "leat_rejected_records_total", "Records rejected here.", stats->stage, stats->rejected);
	tally_of(out, "leat_faults_total", "Bad input passed by or mended.", "kind", stats->stage, &stats->faults);
	count_of(out, "leat_in_bytes_total", "Bytes in, as carried or read.", stats->stage, stats->bytes_in);
	count_of(out, "leat_out_bytes_total", "Bytes out, as carried.", stats->stage, stats->bytes_out);
	if (view->age >= 0) {
		head(out, "leat_frame_age_seconds", "gauge", "How long ago the last frame was made by ingest when it went through.");
		buf_add_text(out, "leat_frame_age_seconds{stage=\"");
		label(out, stats->stage);
		buf_addf(out, "\"} %.3f\n", view->age);
	}
	if (view->link_in || view->link_out)
		links_page(view, out);
	process_page(view, out);
}

#ifdef HAVE_LIBMICROHTTPD

#include <microhttpd.h>

struct metrics {
	struct MHD_Daemon *daemon;
	pthread_mutex_t lock;
	struct metrics_view view;
	uint64_t updated_ms;
	struct sampler sampler;
	_Atomic uint64_t sampled[2]; /* of kept ones and others: the time in SAMPLE_MS, and frames looked at in it */
};

static uint64_t now_ms(void)
{
	return time_steady_ns() / 1000000;
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *type, struct buf *body)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(body->len, body->data, MHD_RESPMEM_MUST_COPY);

	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	enum MHD_Result result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	buf_release(body);
	return result;
}

static bool is_ready(const struct metrics_view *view)
{
	return (!view->link_in || view->in.peers > 0) && (!view->link_out || view->out.peers > 0);
}

static enum MHD_Result serve_sample(struct metrics *metrics, struct MHD_Connection *connection, struct buf *body)
{
	const char *n = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "n");
	uint64_t count = SAMPLES;

	if (n && (!num_u64(str_of(n), &count) || count < 1 || count > SAMPLER_ROOM)) {
		buf_addf(body, "n is a number from 1 to %d\n", SAMPLER_ROOM);
		return answer(connection, MHD_HTTP_BAD_REQUEST, "text/plain", body);
	}
	pthread_mutex_lock(&metrics->lock);
	sampler_json(&metrics->sampler, metrics->view.stats.stage, (size_t)count, body);
	pthread_mutex_unlock(&metrics->lock);
	return answer(connection, MHD_HTTP_OK, "application/json", body);
}

static enum MHD_Result serve(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
			     const char *version, const char *data, size_t *size, void **state)
{
	struct metrics *metrics = ctx;
	struct buf body = BUF_INIT;
	struct metrics_view view;
	(void)version;
	(void)data;
	(void)state;

	*size = 0;
	pthread_mutex_lock(&metrics->lock);
	view = metrics->view;
	uint64_t age = now_ms() - metrics->updated_ms;
	pthread_mutex_unlock(&metrics->lock);
	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
		buf_add_text(&body, "only GET\n");
		return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain", &body);
	}
	if (strcmp(url, "/metrics") == 0) {
		metrics_page(&view, &body);
		return answer(connection, MHD_HTTP_OK, "text/plain; version=0.0.4", &body);
	}
	if (strcmp(url, "/sample") == 0)
		return serve_sample(metrics, connection, &body);
	bool known = strcmp(url, "/healthz") == 0 || strcmp(url, "/readyz") == 0;
	bool good = strcmp(url, "/healthz") == 0 ? age < STANDS_MS : is_ready(&view);
	buf_add_text(&body, !known ? "there is /metrics, /healthz, /readyz and /sample\n" : good ? "ok\n" : "not yet\n");
	return answer(connection, !known ? MHD_HTTP_NOT_FOUND : good ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE,
		      "text/plain", &body);
}

static int resolve(const char *address, struct addrinfo **found, struct err *err)
{
	const char *colon = strrchr(address, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	char host[64];
	uint64_t port;
	size_t len = colon ? (size_t)(colon - address) : 0;

	if (len == 0 || len >= sizeof host || !num_u64(str_of(colon + 1), &port) || port == 0 || port > 65535)
		return err_set(err, EXIT_USAGE, "--metrics %s: write HOST:PORT, e.g. 127.0.0.1:9464", address);
	bool brackets = address[0] == '[' && address[len - 1] == ']';
	snprintf(host, sizeof host, "%.*s", (int)(brackets ? len - 2 : len), address + brackets);
	if (getaddrinfo(host, colon + 1, &hints, found) != 0)
		return err_set(err, EXIT_USAGE, "--metrics %s: the host must be an address in numbers", address);
	return 0;
}

struct metrics *metrics_start(const char *address, struct err *err)
{
	struct addrinfo *found;

	if (resolve(address, &found, err) < 0)
		return NULL;
	struct metrics *metrics = mem_zero(1, sizeof *metrics);
	pthread_mutex_init(&metrics->lock, NULL);
	metrics->updated_ms = now_ms() - UPDATE_MS;
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | (found->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0);
	metrics->daemon = MHD_start_daemon(flags, 0, NULL, NULL, serve, metrics, MHD_OPTION_SOCK_ADDR, found->ai_addr,
					   MHD_OPTION_CONNECTION_LIMIT, 16u, MHD_OPTION_CONNECTION_TIMEOUT, 5u,
					   MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_END);
	freeaddrinfo(found);
	if (!metrics->daemon) {
		err_set(err, EXIT_RETRY, "--metrics %s: cannot listen there", address);
		pthread_mutex_destroy(&metrics->lock);
		free(metrics);
		return NULL;
	}
	return metrics;
}

bool metrics_due(const struct metrics *metrics)
{
	return now_ms() - metrics->updated_ms >= UPDATE_MS;
}

void metrics_update(struct metrics *metrics, const struct metrics_view *view)
{
	pthread_mutex_lock(&metrics->lock);
	metrics->view = *view;
	metrics->updated_ms = now_ms();
	pthread_mutex_unlock(&metrics->lock);
}

void metrics_sample(struct metrics *metrics, struct frame *frame, const char *stage, bool gone,
		    struct codec_state *codecs)
{
	uint64_t now = now_ms() / SAMPLE_MS << 8, last = atomic_load(&metrics->sampled[gone]);
	uint64_t next = last >= now ? last + 1 : now + 1;
	struct err ignored;

	if (next - now > SAMPLE_FRAMES || !atomic_compare_exchange_strong(&metrics->sampled[gone], &last, next) ||
	    frame_open_records(frame, false, codecs, &ignored) < 0)
		return;
	pthread_mutex_lock(&metrics->lock);
	sampler_take(&metrics->sampler, frame, stage, gone);
	pthread_mutex_unlock(&metrics->lock);
}

void metrics_stop(struct metrics *metrics)
{
	if (!metrics)
		return;
	MHD_stop_daemon(metrics->daemon);
	sampler_release(&metrics->sampler);
	pthread_mutex_destroy(&metrics->lock);
	free(metrics);
}

#else

struct metrics *metrics_start(const char *address, struct err *err)
{
	(void)address;
	err_set(err, EXIT_USAGE, "--metrics: this program was built without libmicrohttpd");
	return NULL;
}

bool metrics_due(const struct metrics *metrics)
{
	(void)metrics;
	return false;
}

void metrics_update(struct metrics *metrics, const struct metrics_view *view)
{
	(void)metrics;
	(void)view;
}

void metrics_sample(struct metrics *metrics, struct frame *frame, const char *stage, bool gone,
		    struct codec_state *codecs)
{
	(void)metrics;
	(void)frame;
	(void)stage;
	(void)gone;
	(void)codecs;
}

void metrics_stop(struct metrics *metrics)
{
	(void)metrics;
}

#endif
