/* A peer that dies while some parts of its message are read, and not yet all: libzmq must neither
 * abort nor lose the others. It looks at what became of its connections each hundredth part. */
#include "base/time.h"
#include "link/zmq.h"

#include <criterion/criterion.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

enum { PARTS = 200 };

static const char first[] = "the first part", other[] = "another";
static atomic_int peer; /* its process; 0: killed */
static atomic_int got_parts; /* behind the first */

static void wait_ms(int ms)
{
	zmq_poll(NULL, 0, ms);
}

/* Takes the place of libzmq's in this program. */
int zmq_msg_recv(zmq_msg_t *message, void *socket, int flags)
{
	static int (*real)(zmq_msg_t *, void *, int);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "zmq_msg_recv");
	int got = real(message, socket, flags);
	if (got == (int)sizeof other && memcmp(zmq_msg_data(message), other, sizeof other) == 0)
		got_parts++;
	if (got != (int)sizeof first || memcmp(zmq_msg_data(message), first, sizeof first) != 0)
		return got;
	if (peer != 0) {
		kill(peer, SIGKILL);
		waitpid(peer, NULL, 0);
		peer = 0;
		wait_ms(300); /* for libzmq's thread to see it */
	}
	return got;
}

/* Answers the first who calls by a message of many parts. */
static _Noreturn void answer(const char *endpoint)
{
	void *context = zmq_ctx_new(), *router = zmq_socket(context, ZMQ_ROUTER);
	char id[16];

	if (zmq_bind(router, endpoint) < 0)
		_exit(1);
	int len = zmq_recv(router, id, sizeof id, 0);
	zmq_send(router, id, (size_t)len, ZMQ_SNDMORE);
	zmq_send(router, first, sizeof first, ZMQ_SNDMORE);
	for (int i = 1; i < PARTS; i++)
		zmq_send(router, other, sizeof other, i + 1 < PARTS ? ZMQ_SNDMORE : 0);
	for (;;)
		pause();
}

Test(zmq_cut, between_parts, .timeout = 60)
{
	char dir[] = "/tmp/leat-link-XXXXXX", address[64];
	struct endpoint endpoint = { .kind = ENDPOINT_CONNECT, .address = address };
	const struct zmq_link_config config = { .endpoints = &endpoint, .count = 1, .link = { .stage = "test", .window = 1000 } };
	struct err err;

	cr_assert(mkdtemp(dir));
	snprintf(address, sizeof address, "ipc://%s/s", dir);
	peer = fork();
	if (peer == 0)
		answer(address);
	struct channel *channel = zmq_link_open(&config, &err);
	cr_assert(channel);
	for (int i = 0; i < 1000 && got_parts < PARTS - 1; i++)
		wait_ms(20);
	cr_expect_eq(got_parts, PARTS - 1);
	channel_close(channel);
	unlink(address + 6);
	rmdir(dir);
}
