#include "run/runner.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A ring of frames in the order they came. The main thread fills it at `tail` and takes
 * finished frames out at `head`; threads take the next waiting one at `next`. */
enum slot_state { SLOT_WAITING, SLOT_DONE, SLOT_FAILED };

struct slot {
	struct frame *frame;
	enum slot_state state;
	struct err err;
};

struct workers {
	struct runner *runner;
	size_t jobs, room;
	struct slot *slots;
	size_t head, next, tail; /* ever growing; slot = number % room */
	bool ending;
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	int wake;
	pthread_t *threads;
	struct worker *tools;
	size_t started;
	struct stats counted; /* what the threads did, of the frames they finished */
};

static void *work(void *arg)
{
	struct workers *all = arg;

	pthread_mutex_lock(&all->lock);
	struct worker *tools = &all->tools[all->started++];
	for (;;) {
		while (all->next == all->tail && !all->ending)
			pthread_cond_wait(&all->work, &all->lock);
		if (all->ending)
			break;
		struct slot *slot = &all->slots[all->next++ % all->room];
		pthread_mutex_unlock(&all->lock);
		int result = runner_map(all->runner, tools, slot->frame, &slot->err);
		pthread_mutex_lock(&all->lock);
		stats_merge(&all->counted, &tools->stats);
		tools->stats = (struct stats){ .frames = 0 };
		slot->state = result == 0 ? SLOT_DONE : SLOT_FAILED;
		pthread_cond_signal(&all->done);
		uint64_t one = 1;
		ssize_t ignored = write(all->wake, &one, sizeof one);
		(void)ignored;
	}
	pthread_mutex_unlock(&all->lock);
	/* Here, not by who waits for the thread: a stage's child process ends with the thread. */
	worker_release(tools, all->runner);
	return NULL;
}

struct workers *workers_new(struct runner *runner, size_t jobs)
{
	struct workers *all = mem_zero(1, sizeof *all);

	all->runner = runner;
	all->jobs = jobs;
	all->room = 2 * jobs + 2;
	all->slots = mem_zero(all->room, sizeof *all->slots);
	all->tools = mem_zero(jobs, sizeof *all->tools);
	all->threads = mem_zero(jobs, sizeof *all->threads);
	all->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&all->lock, NULL);
	pthread_cond_init(&all->work, NULL);
	pthread_cond_init(&all->done, NULL);
	for (size_t i = 0; i < jobs; i++)
		worker_init(&all->tools[i], runner);
	for (size_t i = 0; i < jobs; i++)
		if (pthread_create(&all->threads[i], NULL, work, all) != 0)
			mem_alloc(SIZE_MAX);
	return all;
}

/* Settles the frame at the head if it is finished (or `wait`). 1: one was settled. */
static int take_head(struct workers *all, bool wait, struct err *err)
{
	pthread_mutex_lock(&all->lock);
	struct slot *slot = &all->slots[all->head % all->room];
	while (wait && all->head != all->tail && slot->state == SLOT_WAITING)
		pthread_cond_wait(&all->done, &all->lock);
	bool ready = all->head != all->tail && slot->state != SLOT_WAITING;
	if (ready)
		all->head++;
	pthread_mutex_unlock(&all->lock);
	if (!ready)
		return 0;
	if (slot->state == SLOT_FAILED) {
		*err = slot->err;
		frame_free(slot->frame);
		return -1;
	}
	return runner_settle(all->runner, slot->frame, err) < 0 ? -1 : 1;
}

int workers_submit(struct workers *all, struct frame *frame, struct err *err)
{
	if (all->tail - all->head == all->room && take_head(all, true, err) < 0) {
		frame_free(frame);
		return -1;
	}
	pthread_mutex_lock(&all->lock);
	all->slots[all->tail % all->room] = (struct slot){ .frame = frame, .state = SLOT_WAITING };
	all->tail++;
	pthread_cond_signal(&all->work);
	pthread_mutex_unlock(&all->lock);
	return workers_drain(all, false, err);
}

int workers_drain(struct workers *all, bool wait, struct err *err)
{
	uint64_t ignored;
	ssize_t got = read(all->wake, &ignored, sizeof ignored);
	int result;

	(void)got;
	do
		result = take_head(all, wait, err);
	while (result > 0);
	return result;
}

void workers_stats(struct workers *all, struct stats *into)
{
	pthread_mutex_lock(&all->lock);
	stats_merge(into, &all->counted);
	pthread_mutex_unlock(&all->lock);
}

uint64_t workers_oldest_ns(struct workers *all)
{
	uint64_t oldest = 0;

	for (size_t i = 0; i < all->jobs; i++) {
		uint64_t since = atomic_load(&all->tools[i].busy_ns);

		if (since != 0 && (oldest == 0 || since < oldest))
			oldest = since;
	}
	return oldest;
}

size_t workers_busy(const struct workers *all)
{
	return all->tail - all->head;
}

int workers_descriptor(const struct workers *all)
{
	return all->wake;
}

void workers_free(struct workers *all)
{
	pthread_mutex_lock(&all->lock);
	all->ending = true;
	pthread_cond_broadcast(&all->work);
	pthread_mutex_unlock(&all->lock);
	for (size_t i = 0; i < all->jobs; i++)
		pthread_join(all->threads[i], NULL);
	workers_stats(all, &all->runner->stats);
	for (; all->head != all->tail; all->head++)
		frame_free(all->slots[all->head % all->room].frame);
	pthread_mutex_destroy(&all->lock);
	pthread_cond_destroy(&all->work);
	pthread_cond_destroy(&all->done);
	close(all->wake);
	free(all->slots);
	free(all->tools);
	free(all->threads);
	free(all);
}
