/* How much there is to see: flat pictures have fingerprints that mean nothing. */
#include "steps.h"

/* Difference of two brightnesses in whole hundredths of the range, rounded towards 0; no sign. */
static int32_t step_between(float a, float b)
{
    int32_t difference = (int32_t)((a - b) * 100.0f / 255.0f);

    return difference < 0 ? -difference : difference;
}

int32_t tb_quality(const float *grid)
{
    int32_t sum = 0;

    for (size_t i = 0; i < (TB_GRID - 1) * TB_GRID; i++) {
        sum += step_between(grid[i], grid[i + TB_GRID]);
    }
    for (size_t y = 0; y < TB_GRID; y++) {
        const float *row = grid + y * TB_GRID;
        for (size_t x = 0; x + 1 < TB_GRID; x++) {
            sum += step_between(row[x], row[x + 1]);
        }
    }
    return sum / 90 < 100 ? sum / 90 : 100; // 90 is the published recipe's scale
}
