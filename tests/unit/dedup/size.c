#include "dedup/size.h"

#include <criterion/criterion.h>
#include <math.h>

Test(size, collisions)
{
	static const struct {
		const char *preset;
		double similarity, low, high;
	} cases[] = {
		{ "default", 0, 0, 0 }, { "default", 1, 1, 1 }, { "default", 0.5, 0.97, 1 }, { "default", 0.05, 0, 0.01 },
		{ "datatrove", 0.8, 0.92, 0.93 }, { "datatrove", 0.5, 0.05, 0.06 }, { "wide", 0.2, 0.45, 0.55 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double chance = size_collision(near_preset(cases[i].preset), cases[i].similarity);

		cr_expect(chance >= cases[i].low && chance <= cases[i].high, "%s %.2f: %.4f", cases[i].preset, cases[i].similarity, chance);
	}
}

Test(size, estimates)
{
	struct settings settings = { .exact = true, .near = near_preset("default") };
	struct size_estimate estimate = size_estimate(&settings, 1e6, 12, 15, 100);

	cr_expect(estimate.memory > 260e6 && estimate.memory < 300e6, "%.0f", estimate.memory);
	cr_expect(estimate.disk > 400e6 && estimate.disk < 440e6, "%.0f", estimate.disk);
	cr_expect(estimate.candidates < 0.01);
	cr_expect(estimate.wrong < 1e-20);
}
