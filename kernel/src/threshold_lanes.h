/* The lower median and the bits, many values at once; the same as threshold.c. */

enum {
    VALUES = TB_WAVES * TB_WAVES,
    KEYS_HELD = VALUES / LANES,
    BELOW_MEDIAN = VALUES / 2 - 1 /* values that come before the lower median */
};

/* Floats as whole numbers in the same order. -0 comes before 0: both are the same threshold. */
static inline whole_lanes in_order(lanes values)
{
    whole_lanes bits = (whole_lanes)values;

    return bits ^ (bits >> 31 & INT32_MAX);
}

static inline float out_of_order(int32_t key)
{
    union {
        int32_t bits;
        float value;
    } as = {key ^ (key >> 31 & INT32_MAX)};

    return as.value;
}

/* How many keys are below a bound. */
static inline int32_t count_below(const whole_lanes *keys, int32_t bound)
{
    whole_lanes found = {0};
    int32_t count = 0;

    for (size_t i = 0; i < KEYS_HELD; i++) {
        found -= keys[i] < bound;
    }
    for (size_t lane = 0; lane < LANES; lane++) {
        count += found[lane];
    }
    return count;
}

/* The value that BELOW_MEDIAN others precede, found bit by bit from the highest. */
static float lower_median(const float *values)
{
    whole_lanes keys[KEYS_HELD];
    uint32_t found = 0;

    for (size_t i = 0; i < KEYS_HELD; i++) {
        keys[i] = in_order(load(values + i * LANES));
    }
    for (uint32_t bit = UINT32_C(1) << 31; bit > 0; bit >>= 1) {
        // Counted from the smallest key, so that the highest bit is one like the others.
        int32_t bound = (int32_t)((found | bit) ^ (UINT32_C(1) << 31));
        if (count_below(keys, bound) <= BELOW_MEDIAN) {
            found |= bit;
        }
    }
    return out_of_order((int32_t)(found ^ (UINT32_C(1) << 31)));
}

static void threshold(const float *waves, uint8_t *bytes)
{
    float median = lower_median(waves);

    for (size_t i = 0; i < TB_BYTES; i++) {
        uint8_t byte = 0;
        for (size_t bit = 0; bit < 8; bit++) {
            byte |= (uint8_t)((waves[8 * i + bit] > median) << bit);
        }
        bytes[TB_BYTES - 1 - i] = byte;
    }
}
