/*
 * memory: the link protocol over a simulated network, in one thread and with its own
 * clock, for tests. What happens is a function of the seed.
 *
 * A net has sides (senders and receivers) and connections between them. Messages of a
 * connection keep their order, as with tcp, unless the faults say otherwise.
 */
#ifndef LEAT_LINK_MEMORY_H
#define LEAT_LINK_MEMORY_H

#include "link/protocol.h"

/* Chances in 1,000 of what happens to a message. */
struct memory_faults {
	unsigned drop, repeat, reorder;
	unsigned lost_type; /* enum link_type: these never arrive; 0: none */
};

struct memory_net;

struct memory_net *memory_net_new(uint64_t seed, struct memory_faults faults);
/* Channels must be closed before. */
void memory_net_free(struct memory_net *net);

/* A side. `nonce` of the configuration is set here. channel_recv waits for nothing: it gives
 * what is there. channel_close is a kill: nothing is said to the peers. */
struct channel *memory_side(struct memory_net *net, const struct link_config *config);
/* `caller` calls `bound` from now on, again after every cut. */
void memory_connect(struct memory_net *net, struct channel *caller, struct channel *bound);
/* Cuts a random connection; it comes back after a while. Without `told` neither side learns
 * of it but by silence. */
void memory_cut(struct memory_net *net, bool told);
/* One message is delivered, or time passes. */
void memory_step(struct memory_net *net);

uint64_t memory_now(const struct memory_net *net); /* ms */
uint64_t memory_random(struct memory_net *net, uint64_t below);
/* Chances from now on. */
void memory_set_faults(struct memory_net *net, struct memory_faults faults);
void memory_count(struct channel *channel, struct link_counters *counters);

#endif
