/* How well waves suit a fingerprint, and which move would make them suit better. */
#include "refine_steps.h"

void tb_make_coarse_cosines(tb_coarse_cosines *cosines)
{
    for (size_t place = 0; place < TB_COARSE; place++) {
        float at = ((float)(int32_t)place + 0.5f) * (2.0f / TB_COARSE) - 1.0f;
        for (size_t wave = 0; wave < TB_WAVES; wave++) {
            float factor = tb_cosines[wave][2 * place] + tb_cosines[wave][2 * place + 1];
            for (size_t power = 0; power < 3; power++) {
                cosines->down[power][wave][place] = factor;
                cosines->across[power][place][wave] = factor;
                factor *= at;
            }
        }
    }
}

void tb_make_wanted(const uint8_t *target, tb_wanted *wanted)
{
    for (size_t i = 0; i < TB_COUNT; i++) {
        uint32_t down = (uint32_t)(i / TB_WAVES) + 1;
        uint32_t across = (uint32_t)(i % TB_WAVES) + 1;
        uint32_t ring = 0;
        while ((ring + 1) * (ring + 1) <= down * down + across * across) {
            ring++;
        }
        wanted->rings[i] = (uint8_t)ring;
        wanted->signs[i] = target[TB_BYTES - 1 - i / 8] >> (i % 8) & 1 ? 1.0f : -1.0f;
    }
}

void tb_make_emphasis(float reach, float sharpness, tb_emphasis *emphasis)
{
    float *shares = emphasis->shares;
    float sum = 0.0f;

    for (size_t i = 0; i < TB_COUNT; i++) {
        float down = (float)(int32_t)(i / TB_WAVES) + 1.0f;
        float across = (float)(int32_t)(i % TB_WAVES) + 1.0f;
        float speed = (down * down + across * across) / (reach * reach);
        shares[i] = 1.0f / (1.0f + speed * speed);
        sum += shares[i];
    }
    for (size_t i = 0; i < TB_COUNT; i++) {
        shares[i] /= sum;
    }
    emphasis->sharpness = sharpness;
}

/* Mean strength of the waves of each ring and its two neighbours: faster waves are weaker, and how
 * much differs from picture to picture. */
static void measure_rings(const tb_wanted *wanted, const float *waves, float median,
                          float strengths[TB_RINGS])
{
    float sums[TB_RINGS + 2] = {0}, counts[TB_RINGS + 2] = {0};

    for (size_t i = 0; i < TB_COUNT; i++) {
        float apart = waves[i] - median;
        sums[wanted->rings[i] + 1] += apart < 0 ? -apart : apart;
        counts[wanted->rings[i] + 1] += 1.0f;
    }
    for (size_t ring = 0; ring < TB_RINGS; ring++) {
        float sum = sums[ring] + sums[ring + 1] + sums[ring + 2];
        float count = counts[ring] + counts[ring + 1] + counts[ring + 2];
        strengths[ring] = sum / (count + 1e-6f) + 1e-3f; // in a flat picture too, above 0
    }
}

float tb_misfit(const tb_wanted *wanted, const tb_emphasis *emphasis, const float *waves,
                float *pulls, float *bends)
{
    const float *shares = emphasis->shares;
    float strengths[TB_RINGS], ordered[TB_COUNT], misfit = 0.0f, median;

    for (size_t i = 0; i < TB_COUNT; i++) {
        ordered[i] = waves[i];
    }
    median = tb_lower_median(ordered);
    measure_rings(wanted, waves, median, strengths);
    for (size_t i = 0; i < TB_COUNT; i++) {
        float scale = emphasis->sharpness * wanted->signs[i] / strengths[wanted->rings[i]];
        float lack = 1.0f - (waves[i] - median) * scale;
        // A parabola from where nothing lacks; a straight line from 2 on, so that a bit that an
        // overlay has spoilt pulls no harder than any other.
        float curved = lack < 0.0f ? 0.0f : lack > 2.0f ? 1.0f : lack / 2;
        float bend = lack < 0.0f ? 0.02f : lack > 2.0f ? 1.0f / lack : 0.5f;
        misfit += shares[i] * (curved * curved + (lack > 2.0f ? lack - 2.0f : 0.0f));
        pulls[i] = -shares[i] * curved * scale;
        bends[i] = shares[i] * bend * scale * scale;
    }
    return misfit;
}

/* Elimination without exchanging rows: the damped equations are positive definite. */
int tb_solve(const tb_normal *normal, float damping, float by[TB_WAYS])
{
    float rows[TB_WAYS][TB_WAYS + 1];

    for (size_t i = 0; i < TB_WAYS; i++) {
        for (size_t k = 0; k < TB_WAYS; k++) {
            rows[i][k] = normal->bends[i][k];
        }
        // A move of the whole half side costs as much as being wrong all over; a tilt more.
        float stiffness = i < 6 ? 3.0f : 12.0f;
        rows[i][i] += damping * (rows[i][i] + 1e-3f) + stiffness;
        rows[i][TB_WAYS] = -normal->pulls[i];
    }
    for (size_t i = 0; i < TB_WAYS; i++) {
        if (!(rows[i][i] > 1e-20f)) {
            return 0;
        }
        for (size_t row = i + 1; row < TB_WAYS; row++) {
            float factor = rows[row][i] / rows[i][i];
            for (size_t k = i; k <= TB_WAYS; k++) {
                rows[row][k] -= factor * rows[i][k];
            }
        }
    }
    for (size_t i = TB_WAYS; i-- > 0;) {
        float value = rows[i][TB_WAYS];
        for (size_t k = i + 1; k < TB_WAYS; k++) {
            value -= rows[i][k] * by[k];
        }
        by[i] = value / rows[i][i];
    }
    return 1;
}
