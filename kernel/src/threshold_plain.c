/* From waves to bits, the plain way: this version defines what is right. */
#include "steps.h"

enum {
    COUNT = TB_WAVES * TB_WAVES,
    MIDDLE = COUNT / 2 - 1 /* place of the lower median in the ordered values */
};

static void swap(float *a, float *b)
{
    float kept = *a;

    *a = *b;
    *b = kept;
}

float tb_lower_median(float *values)
{
    size_t first = 0;
    size_t last = COUNT - 1;

    // The wanted value is between `first` and `last`; each round splits that stretch around one of
    // its values and keeps the part the wanted one is in.
    while (first < last) {
        float pivot = values[first + (last - first) / 2];
        size_t low = first;
        size_t high = last;
        while (1) {
            while (values[low] < pivot) {
                low++;
            }
            while (values[high] > pivot) {
                high--;
            }
            if (low >= high) {
                break;
            }
            swap(&values[low++], &values[high--]);
        }
        if (MIDDLE <= high) {
            last = high;
        } else {
            first = high + 1;
        }
    }
    return values[MIDDLE];
}

void tb_threshold_plain(const float *waves, float *space, uint8_t *bytes)
{
    float median;

    for (size_t i = 0; i < COUNT; i++) {
        space[i] = waves[i];
    }
    median = tb_lower_median(space);
    for (size_t i = 0; i < TB_BYTES; i++) {
        bytes[i] = 0;
    }
    for (size_t i = 0; i < COUNT; i++) {
        bytes[TB_BYTES - 1 - i / 8] |= (uint8_t)((waves[i] > median) << (i % 8));
    }
}
