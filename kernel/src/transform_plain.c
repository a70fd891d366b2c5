/* From the grid to its slowest waves, the plain way: this version defines what is right. */
#include "steps.h"

/* Sum of factors[k] * rows[k], for each of `count` columns, in the order of k.
 *
 *   rows       TB_GRID rows of `count` floats
 *   sums       count floats, written */
static void weigh_rows(const float *restrict factors, const float *restrict rows,
                       float *restrict sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sums[i] = 0.0f;
    }
    for (size_t k = 0; k < TB_GRID; k++) {
        for (size_t i = 0; i < count; i++) {
            sums[i] += factors[k] * rows[k * count + i];
        }
    }
}

void tb_transform_plain(const float *grid, float *space, float *waves)
{
    for (size_t down = 0; down < TB_WAVES; down++) {
        weigh_rows(tb_cosines[down], grid, space + down * TB_GRID, TB_GRID);
    }
    for (size_t down = 0; down < TB_WAVES; down++) {
        const float *line = space + down * TB_GRID;
        for (size_t across = 0; across < TB_WAVES; across++) {
            float sum = 0.0f;
            for (size_t k = 0; k < TB_GRID; k++) {
                sum += line[k] * tb_cosines[across][k];
            }
            waves[down * TB_WAVES + across] = sum;
        }
    }
}
