#include "dedup/table.h"

#include "base/buf.h"

#include <criterion/criterion.h>

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	return *state ^= *state << 5;
}

Test(table, finds_what_was_added)
{
	enum { COUNT = 50000 };
	uint32_t *hashes = mem_alloc(COUNT * sizeof *hashes), state = 1, rows[8];
	struct table table;

	table_init(&table, 0.3);
	for (uint32_t i = 0; i < COUNT; i++) {
		hashes[i] = next_random(&state);
		table_add(&table, hashes[i], i);
	}
	cr_expect_eq(table.used, COUNT);
	cr_expect_lt(table_bytes(&table), COUNT * 16);
	for (uint32_t i = 0; i < COUNT; i++) {
		cr_assert_eq(table_find(&table, hashes[i], rows, 8), 1);
		cr_assert_eq(rows[0], i);
	}
	cr_expect_eq(table_find(&table, 12345, rows, 8), 0);
	cr_expect_eq(table_find(&table, 0, rows, 8), 0, "a free entry is of no hash");
	table_release(&table);
	free(hashes);
}

Test(table, equal_hashes_come_in_order_of_rows)
{
	static const uint32_t edges[] = { 0, 1, UINT32_MAX - 1, UINT32_MAX };
	uint32_t rows[300];
	struct table table;

	table_init(&table, 0);
	for (uint32_t row = 0; row < 300; row++)
		for (size_t i = 0; i < 4; i++)
			table_add(&table, edges[i], row);
	for (size_t i = 0; i < 4; i++) {
		cr_assert_eq(table_find(&table, edges[i], rows, 300), 300);
		for (uint32_t row = 0; row < 300; row++)
			cr_assert_eq(rows[row], row);
		cr_assert_eq(table_find(&table, edges[i], rows, 3), 3);
	}
	table_release(&table);
}

Test(table, the_newest_rows_take_the_place_of_the_oldest)
{
	uint32_t rows[16], seen = 0;
	struct table table;

	table_init(&table, 0);
	for (uint32_t row = 0; row < 1000; row++) {
		table_renew(&table, 7 << 24, row, 10);
		table_renew(&table, row * 0x9e3779b1u, row, 10);
	}
	cr_expect_eq(table.used, 1010);
	cr_assert_eq(table_find(&table, 7 << 24, rows, 16), 10);
	for (unsigned i = 0; i < 10; i++) {
		cr_expect_geq(rows[i], 990);
		seen |= 1u << (rows[i] - 990);
	}
	cr_expect_eq(seen, 1023);
	table_release(&table);
}

Test(table, highest_row)
{
	uint32_t rows[2];
	struct table table;

	table_init(&table, 0);
	table_add(&table, UINT32_MAX, TABLE_ROWS_MAX - 1);
	cr_assert_eq(table_find(&table, UINT32_MAX, rows, 2), 1);
	cr_expect_eq(rows[0], TABLE_ROWS_MAX - 1);
	table_release(&table);
}

Test(table, forgets_low_rows)
{
	uint32_t state = 5, rows[4];
	struct table table;

	table_init(&table, 0);
	for (uint32_t i = 0; i < 10000; i++)
		table_add(&table, next_random(&state), i);
	table_forget(&table, 7000);
	cr_expect_eq(table.used, 3000);
	state = 5;
	for (uint32_t i = 0; i < 10000; i++)
		cr_assert_eq(table_find(&table, next_random(&state), rows, 4), i >= 7000);
	table_release(&table);
}

Test(table, taking_stops_at_max)
{
	struct table table;
	uint32_t rows[3];

	table_init(&table, 0);
	for (uint32_t row = 0; row < 10; row++)
		cr_assert_eq(table_take(&table, 77, row, rows, 3), row < 3 ? row : 3);
	cr_assert_eq(table_find(&table, 77, rows, 3), 3);
	cr_expect(rows[0] == 0 && rows[1] == 1 && rows[2] == 2);
	cr_expect_eq(table.used, 3);
	table_release(&table);
}
