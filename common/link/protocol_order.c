#include "link/protocol_link.h"

#include <stdlib.h>

enum { SOURCES_MAX = 4096 };

/* Frames of one source that came before their turn: a binary heap by order. */
struct source {
	uint64_t id;
	uint64_t next; /* the order that is due */
	struct event_node **heap;
	size_t count, room;
};

struct order {
	struct source *sources;
	size_t count;
	struct event_node *ready, **ready_end;
};

static void free_node(struct event_node *node)
{
	frame_free(node->event.frame);
	free(node);
}

void order_free(struct order *order)
{
	if (!order)
		return;
	for (size_t i = 0; i < order->count; i++) {
		for (size_t j = 0; j < order->sources[i].count; j++)
			free_node(order->sources[i].heap[j]);
		free(order->sources[i].heap);
	}
	for (struct event_node *node = order_next(order); node; node = order_next(order))
		free_node(node);
	free(order->sources);
	free(order);
}

static struct source *source_of(struct order *order, uint64_t id)
{
	for (size_t i = 0; i < order->count; i++)
		if (order->sources[i].id == id)
			return &order->sources[i];
	if (order->count == SOURCES_MAX)
		return NULL;
	order->sources = mem_grow(order->sources, (order->count + 1) * sizeof(struct source));
	order->sources[order->count] = (struct source){ .id = id };
	return &order->sources[order->count++];
}

static uint64_t place(const struct event_node *node)
{
	return node->event.frame->route.order;
}

struct order *order_new(const struct link_mark *marks, size_t count)
{
	struct order *order = mem_zero(1, sizeof *order);

	order->ready_end = &order->ready;
	for (size_t i = 0; i < count; i++) {
		struct source *source = source_of(order, marks[i].source);

		if (source)
			source->next = marks[i].next;
	}
	return order;
}

static void heap_push(struct source *source, struct event_node *node)
{
	if (source->count == source->room) {
		source->room = source->room ? 2 * source->room : 64;
		source->heap = mem_grow(source->heap, source->room * sizeof(struct event_node *));
	}
	size_t at = source->count++;
	while (at > 0 && place(source->heap[(at - 1) / 2]) > place(node)) {
		source->heap[at] = source->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	source->heap[at] = node;
}

static struct event_node *heap_pop(struct source *source)
{
	struct event_node *top = source->heap[0], *moved = source->heap[--source->count];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < source->count) {
		if (child + 1 < source->count && place(source->heap[child + 1]) < place(source->heap[child]))
			child++;
		if (place(source->heap[child]) >= place(moved))
			break;
		source->heap[at] = source->heap[child];
		at = child;
	}
	source->heap[at] = moved;
	return top;
}

static void make_ready(struct order *order, struct event_node *node)
{
	node->next = NULL;
	*order->ready_end = node;
	order->ready_end = &node->next;
}

void order_add(struct order *order, struct event_node *node)
{
	const struct frame_route *route = &node->event.frame->route;
	struct source *source = source_of(order, route->source);

	if (!source) {
		make_ready(order, node);
		return;
	}
	if (route->low > source->next)
		source->next = route->low;
	heap_push(source, node);
	/* What is below its turn came again, or is durable: it waits for nothing. */
	while (source->count > 0 && place(source->heap[0]) <= source->next) {
		struct event_node *due = heap_pop(source);

		if (place(due) == source->next)
			source->next++;
		make_ready(order, due);
	}
}

struct event_node *order_next(struct order *order)
{
	struct event_node *node = order->ready;

	if (!node)
		return NULL;
	order->ready = node->next;
	if (!order->ready)
		order->ready_end = &order->ready;
	return node;
}
