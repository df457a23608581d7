/*
 * model_world (of model.c): the link protocol under random schedules of the stages of model_stages.h,
 * with crashes of everything, cut and silent links, lost, repeated and reordered messages. The
 * protocol's own code runs here; broken variants of the stages must be caught.
 */
#include "model_stages.h"

static void crash_something(struct world *world)
{
	uint64_t victim = memory_random(world->net, 2 + world->stores + world->workers);

	world->crashes++;
	if (victim == 0) {
		kill_process(&world->source);
		start_source(world);
	} else if (victim == 1) {
		kill_process(&world->dedup);
		start_dedup(world);
	} else if (victim < 2 + world->stores) {
		kill_process(&world->store[victim - 2]);
		start_store(world, &world->store[victim - 2]);
	} else {
		struct process *worker = &world->worker[victim - 2 - world->stores];

		kill_process(worker);
		start_worker(world, worker);
	}
}

static void start_all(struct world *world)
{
	for (unsigned i = 0; i < world->stores; i++)
		start_store(world, &world->store[i]);
	start_dedup(world);
	for (unsigned i = 0; i < world->workers; i++)
		start_worker(world, &world->worker[i]);
	start_source(world);
}

/* The source may die after it told of the end, and want its last frames acked again: a
 * supervisor starts what ended. */
static void start_ended(struct world *world)
{
	for (unsigned i = 0; i < world->workers; i++) {
		if (world->worker[i].ended) {
			kill_process(&world->worker[i]);
			start_worker(world, &world->worker[i]);
		}
	}
	if (world->dedup.ended) {
		kill_process(&world->dedup);
		start_dedup(world);
	}
	for (unsigned i = 0; i < world->stores; i++) {
		if (world->store[i].ended) {
			kill_process(&world->store[i]);
			start_store(world, &world->store[i]);
		}
	}
}

static void come_near(struct world *world)
{
	world->far = false;
	if (world->worker[0].out && world->dedup.in)
		memory_connect(world->net, world->worker[0].out, world->dedup.in);
}

/* Who ended is not there any more; who starts late finds nobody. */
static void leave_if_ended(struct process *p)
{
	if (!p->ended || (!p->in && !p->out))
		return;
	kill_process(p);
	p->ended = true;
}

static void leave(struct world *world)
{
	leave_if_ended(&world->source);
	leave_if_ended(&world->dedup);
	for (unsigned i = 0; i < world->stores; i++)
		leave_if_ended(&world->store[i]);
	for (unsigned i = 0; i < world->workers; i++)
		leave_if_ended(&world->worker[i]);
}

static void step_process(struct world *world, struct process *p, void (*step)(struct world *))
{
	if (p->in || p->out)
		step(world);
}

static void step_world(struct world *world)
{
	uint64_t who = memory_random(world->net, 3 + world->stores + world->workers);

	if (who == 0)
		step_process(world, &world->source, step_source);
	else if (who == 1)
		step_process(world, &world->dedup, step_dedup);
	else if (who == 2)
		memory_step(world->net);
	else if (who < 3 + world->stores && world->store[who - 3].in)
		step_store(world, &world->store[who - 3]);
	else if (who >= 3 + world->stores && world->worker[who - 3 - world->stores].in)
		step_worker(world, &world->worker[who - 3 - world->stores]);
	memory_step(world->net);
}

static bool all_ended(const struct world *world)
{
	bool ended = world->source.ended && world->dedup.ended;

	for (unsigned i = 0; i < world->workers; i++)
		ended = ended && world->worker[i].ended;
	for (unsigned i = 0; i < world->stores; i++)
		ended = ended && world->store[i].ended;
	return ended;
}

/* Who changes the source's files starts all programs anew. */
static void change(struct world *world)
{
	world->disk.version++;
	world->disk.low = 0;
	memset(world->disk.given_up, 0, sizeof world->disk.given_up);
	kill_process(&world->source);
	kill_process(&world->dedup);
	for (unsigned i = 0; i < world->stores; i++)
		kill_process(&world->store[i]);
	for (unsigned i = 0; i < world->workers; i++)
		kill_process(&world->worker[i]);
	start_all(world);
}

/* How often the frame is stored, all stores together; by the sink that has it least. */
static unsigned times_stored(const struct world *world, unsigned stream, unsigned seq)
{
	unsigned times = 0;

	for (unsigned store = 0; store < world->stores; store++) {
		unsigned least = UINT_MAX;

		for (unsigned which = 0; which < sinks_of(world); which++) {
			unsigned here = world->disk.sink[store * SINKS + which].times[stream][seq];

			least = here < least ? here : least;
		}
		times += least;
	}
	return times;
}

static const char *judge(const struct world *world)
{
	const struct sink *sink = world->disk.sink;
	unsigned kept[CONTENTS] = { 0 };
	bool whole[CONTENTS] = { false }, refused = false;

	for (unsigned s = 0; s < STREAMS; s++) {
		refused = refused || world->disk.refused[s] || world->disk.given_up[s];
		for (unsigned n = 0; n < world->disk.frames[s]; n++) {
			unsigned content = world->disk.content[s][n], times = times_stored(world, s, n);

			if (times > 1)
				return "frame doubled";
			if (world->disk.refused[s] || world->disk.given_up[s])
				continue;
			if (times == 0)
				return "frame lost";
			if (world->stores == 1 && sink->version[s][n] != world->disk.version)
				return "another content acked";
			whole[content] = true;
			kept[content] += sink->verdict[s][n] == 1;
		}
	}
	for (unsigned c = 0; c < CONTENTS && world->stores == 1; c++) {
		/* With a refused stream the one kept may be in it. */
		if (whole[c] && kept[c] == 0 && !refused)
			return "content lost";
		if (kept[c] > 1)
			return "content doubled";
	}
	return world->disorder ? "out of order" : NULL;
}

/* NULL: all is well. */
static const char *run(uint64_t seed, const struct schedule *schedule)
{
	struct world *world = calloc(1, sizeof *world);
	const char *result = "no end";

	world->schedule = schedule;
	world->net = memory_net_new(seed, schedule->network);
	world->workers = 1 + (unsigned)memory_random(world->net, WORKERS);
	for (int s = 0; s < STREAMS; s++) {
		world->disk.frames[s] = 1 + (unsigned)memory_random(world->net, FRAMES_MAX - 1);
		for (unsigned n = 0; n < world->disk.frames[s]; n++)
			world->disk.content[s][n] = (unsigned)memory_random(world->net, CONTENTS);
	}
	/* A source numbers what it sends; this simple one does not number anew after a refusal. */
	world->disk.refused[0] = !schedule->ordered && memory_random(world->net, 4) == 0;
	world->far = schedule->ends && memory_random(world->net, 2) == 0;
	world->stores = schedule->second_store ? 2 : 1;
	start_all(world);
	for (unsigned step = 0; step < 200000 && !world->wrong; step++) {
		if (schedule->faults && world->crashes < 10 && memory_random(world->net, 60) == 0)
			crash_something(world);
		if (schedule->faults && world->crashes < 10 && memory_random(world->net, 100) == 0) {
			memory_cut(world->net, memory_random(world->net, 2) == 0);
			world->crashes++;
		}
		if (schedule->broken == NO_RESEND && memory_random(world->net, 40) == 0)
			world->disk.low = world->source.next;
		if (schedule->ends && world->crashes < 6 && memory_random(world->net, 40) == 0) {
			memory_cut(world->net, memory_random(world->net, 2) == 0);
			world->crashes++;
		}
		step_world(world);
		if (schedule->changes && world->disk.version == 0 && memory_random(world->net, 300) == 0)
			change(world);
		if (world->far && step > 10000)
			come_near(world);
		if (schedule->ends)
			leave(world);
		else
			start_ended(world);
		if (schedule->ends ? all_ended(world) : world->source.ended) {
			result = world->disk.low == total(world) ? judge(world) : "an end before all was acked";
			break;
		}
	}
	if (world->wrong)
		result = world->wrong;
	kill_process(&world->source);
	kill_process(&world->dedup);
	for (unsigned i = 0; i < world->stores; i++)
		kill_process(&world->store[i]);
	for (unsigned i = 0; i < world->workers; i++)
		kill_process(&world->worker[i]);
	memory_net_free(world->net);
	free(world);
	return result;
}
