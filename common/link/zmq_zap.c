#include "link/zmq_zap.h"
#include "base/buf.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

enum { PARTS = 7, KEY_BYTES = 32, PART_MAX = 256 };
enum part { VERSION, REQUEST_ID, DOMAIN, ADDRESS, IDENTITY, MECHANISM, CREDENTIALS };

struct zap {
	void *socket;
	int stop; /* eventfd */
	pthread_t thread;
	const char *path;
	pthread_mutex_t lock;
	struct curve_list *list;
};

struct request {
	char part[PARTS][PART_MAX];
	size_t len[PARTS];
	int count;
};

static bool read_request(void *socket, struct request *request)
{
	zmq_msg_t part;
	bool more = true;

	*request = (struct request){ .count = 0 };
	for (zmq_msg_init(&part); more; request->count++) {
		if (zmq_msg_recv(&part, socket, 0) < 0)
			break;
		more = zmq_msg_more(&part);
		if (request->count >= PARTS || zmq_msg_size(&part) > PART_MAX)
			continue;
		request->len[request->count] = zmq_msg_size(&part);
		memcpy(request->part[request->count], zmq_msg_data(&part), zmq_msg_size(&part));
	}
	zmq_msg_close(&part);
	return request->count > 0;
}

static bool part_is(const struct request *request, enum part part, const char *text)
{
	return str_is(str_from(request->part[part], request->len[part]), text);
}

static bool is_allowed(struct zap *zap, const struct request *request)
{
	char key[CURVE_KEY];

	if (request->count != PARTS || !part_is(request, VERSION, "1.0") || !part_is(request, MECHANISM, "CURVE") ||
	    request->len[CREDENTIALS] != KEY_BYTES ||
	    !zmq_z85_encode(key, (const uint8_t *)request->part[CREDENTIALS], KEY_BYTES))
		return false;
	pthread_mutex_lock(&zap->lock);
	bool allowed = curve_list_has(zap->list, key);
	pthread_mutex_unlock(&zap->lock);
	return allowed;
}

static void reply(struct zap *zap, const struct request *request)
{
	bool allowed = is_allowed(zap, request);

	zmq_send(zap->socket, "1.0", 3, ZMQ_SNDMORE);
	zmq_send(zap->socket, request->part[REQUEST_ID], request->len[REQUEST_ID], ZMQ_SNDMORE);
	zmq_send(zap->socket, allowed ? "200" : "400", 3, ZMQ_SNDMORE);
	zmq_send(zap->socket, allowed ? "OK" : "key not allowed", allowed ? 2 : 15, ZMQ_SNDMORE);
	zmq_send(zap->socket, "", 0, ZMQ_SNDMORE);
	zmq_send(zap->socket, "", 0, 0);
}

static void *serve(void *arg)
{
	struct zap *zap = arg;
	zmq_pollitem_t items[2] = {
		{ .socket = zap->socket, .events = ZMQ_POLLIN },
		{ .fd = zap->stop, .events = ZMQ_POLLIN },
	};
	struct request request;

	while (zmq_poll(items, 2, -1) >= 0 || errno == EINTR) {
		if (items[1].revents & ZMQ_POLLIN)
			break;
		if ((items[0].revents & ZMQ_POLLIN) && read_request(zap->socket, &request))
			reply(zap, &request);
	}
	zmq_close(zap->socket);
	return NULL;
}

static void release(struct zap *zap)
{
	if (zap->stop >= 0)
		close(zap->stop);
	pthread_mutex_destroy(&zap->lock);
	curve_list_free(zap->list);
	free(zap);
}

struct zap *zap_start(void *context, const char *allowed, struct err *err)
{
	struct zap *zap = mem_zero(1, sizeof *zap);
	int none = 0;

	zap->path = allowed;
	zap->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&zap->lock, NULL);
	zap->list = curve_list_read(allowed, err);
	if (!zap->list) {
		release(zap);
		return NULL;
	}
	zap->socket = zmq_socket(context, ZMQ_REP);
	zmq_setsockopt(zap->socket, ZMQ_LINGER, &none, sizeof none);
	if (zmq_bind(zap->socket, "inproc://zeromq.zap.01") < 0 ||
	    pthread_create(&zap->thread, NULL, serve, zap) != 0) {
		err_set(err, EXIT_RETRY, "%s: cannot start the check of keys", allowed);
		zmq_close(zap->socket);
		release(zap);
		return NULL;
	}
	return zap;
}

int zap_reload(struct zap *zap, struct err *err)
{
	struct curve_list *list = curve_list_read(zap->path, err), *old;

	if (!list)
		return -1;
	pthread_mutex_lock(&zap->lock);
	old = zap->list;
	zap->list = list;
	pthread_mutex_unlock(&zap->lock);
	curve_list_free(old);
	return 0;
}

void zap_stop(struct zap *zap)
{
	uint64_t one = 1;

	if (!zap)
		return;
	if (write(zap->stop, &one, sizeof one) == sizeof one)
		pthread_join(zap->thread, NULL);
	release(zap);
}

int zap_secure(void *socket, bool binds, const struct curve *curve, struct err *err)
{
	int on = 1, bad;

	if (!binds && curve->server_key[0] == 0)
		return err_set(err, EXIT_USAGE, "a call to a link with keys needs the key of the side that binds");
	if (binds)
		bad = zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &on, sizeof on) |
		      zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, "leat", 4) |
		      zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, curve->secret_key, CURVE_KEY);
	else
		bad = zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, curve->server_key, CURVE_KEY) |
		      zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, curve->public_key, CURVE_KEY) |
		      zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, curve->secret_key, CURVE_KEY);
	if (bad)
		return err_set(err, EXIT_USAGE, "the keys cannot be used: %s", zmq_strerror(errno));
	return 0;
}
