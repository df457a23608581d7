/* The protocol's own code under random schedules, by the world of model_world.h; broken variants
 * must be caught. */
#include "link/protocol_wire.h"
#include "model_world.h"

static void expect_sound(const struct schedule *schedule, unsigned rounds)
{
	for (uint64_t seed = 1; seed <= rounds; seed++) {
		const char *why = run(seed, schedule);

		cr_assert_null(why, "seed %lu: %s", (unsigned long)seed, why);
	}
}

static void expect_caught(struct schedule schedule, const char *as, unsigned rounds)
{
	unsigned caught = 0;

	for (uint64_t seed = 1; seed <= rounds && !caught; seed++) {
		const char *why = run(seed, &schedule);

		caught += why && strstr(why, as) != NULL;
	}
	cr_assert_gt(caught, 0, "never seen: %s", as);
}

Test(model, quiet)
{
	expect_sound(&(struct schedule){ .faults = false }, 200);
}

Test(model, crashes_and_cuts)
{
	expect_sound(&(struct schedule){ .faults = true }, 1500);
}

Test(model, all_hear_of_the_end)
{
	expect_sound(&(struct schedule){ .ends = true }, 500);
}

Test(model, a_network_that_lies)
{
	expect_sound(&(struct schedule){ .faults = true, .network = { .drop = 30, .repeat = 30, .reorder = 30 } }, 500);
}

Test(model, ordered)
{
	expect_sound(&(struct schedule){ .faults = true, .ordered = true }, 800);
}

Test(model, ack_on_receipt_is_caught)
{
	expect_caught((struct schedule){ .broken = ACK_ON_RECEIPT, .faults = true }, "lost", 200);
}

Test(model, store_that_is_not_idempotent_is_caught)
{
	expect_caught((struct schedule){ .broken = STORE_DOUBLES, .faults = true }, "frame doubled", 200);
}

Test(model, dedup_without_log_is_caught)
{
	expect_caught((struct schedule){ .broken = NO_VERDICT_LOG, .faults = true }, "content lost", 300);
}

Test(model, dedup_with_late_log_is_caught)
{
	expect_caught((struct schedule){ .broken = LATE_VERDICT_LOG, .faults = true }, "content", 500);
}

Test(model, source_that_forgets_is_caught)
{
	expect_caught((struct schedule){ .broken = NO_RESEND, .faults = true }, "lost", 200);
}

Test(model, waiting_for_those_who_left_is_caught)
{
	expect_caught((struct schedule){ .broken = KEEPS_HOLD, .ends = true }, "no end", 200);
}

Test(model, two_sinks)
{
	expect_sound(&(struct schedule){ .faults = true, .sinks = 2 }, 500);
}

Test(model, ack_of_the_first_sink_is_caught)
{
	expect_caught((struct schedule){ .broken = FIRST_SINK_ACKS, .faults = true, .sinks = 2 }, "lost", 200);
}

Test(model, changed_files)
{
	expect_sound(&(struct schedule){ .faults = true, .changes = true }, 500);
}

Test(model, another_content_taken_for_a_copy_is_caught)
{
	expect_caught((struct schedule){ .broken = ANY_VERSION, .faults = true, .changes = true }, "another content", 200);
}

/* Why a chain has one store: each of two has a committed set of its own. */
Test(model, second_store_is_caught)
{
	expect_caught((struct schedule){ .faults = true, .second_store = true }, "frame doubled", 200);
}

/* A message that is lost with no link is found by the question. */
Test(model, no_question_is_caught)
{
	const struct memory_faults network = { .drop = 30 }, deaf = { .drop = 30, .lost_type = LINK_QUERY };

	expect_sound(&(struct schedule){ .network = network }, 300);
	expect_caught((struct schedule){ .network = deaf }, "no end", 100);
}
