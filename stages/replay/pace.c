#include "replay/pace.h"
#include "base/num.h"

bool pace_parse(struct str s, struct pace *pace)
{
	uint64_t bytes;

	*pace = (struct pace){ .unit = PACE_NONE };
	if (str_ends(s, STR("/s"))) {
		s.len -= 2;
		if (num_double(s, &pace->rate)) {
			pace->unit = PACE_RECORDS;
		} else if (num_size(s, &bytes)) {
			pace->unit = PACE_BYTES;
			pace->rate = (double)bytes;
		}
	} else if (str_ends(s, STR("x"))) {
		s.len--;
		if (num_double(s, &pace->rate))
			pace->unit = PACE_TIMES;
	}
	return pace->unit != PACE_NONE && pace->rate > 0;
}

double pace_next(struct pace *pace, uint32_t records, uint32_t bytes, uint64_t stored)
{
	double due = pace->due;

	switch (pace->unit) {
	case PACE_NONE:
		break;
	case PACE_RECORDS:
		pace->due += records / pace->rate;
		break;
	case PACE_BYTES:
		pace->due += bytes / pace->rate;
		break;
	case PACE_TIMES:
		if (pace->first_stored == 0)
			pace->first_stored = stored;
		if (stored > pace->first_stored)
			due = (double)(stored - pace->first_stored) / 1000 / pace->rate;
		break;
	}
	return due;
}

int pace_patience(double due, double elapsed)
{
	double left_ms = (due - elapsed) * 1000;

	if (left_ms <= 0)
		return 0;
	return left_ms >= PACE_SLEEP_MS ? PACE_SLEEP_MS : (int)left_ms + 1;
}
