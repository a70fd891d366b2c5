/* Numbers side by side, as wide as the including file has registers for.
 *
 * Include after defining LANES (4, 8 or 16) and, where the machine multiplies and adds with one
 * rounding, TB_FUSED(a, b, c): a * b + c. Vector types and shuffles are those of GCC and Clang,
 * which make SSE, AVX, NEON or WebAssembly instructions of them. */
#include "registers.h"
#include "steps.h"

typedef float quad __attribute__((vector_size(16)));
typedef float held_quad __attribute__((vector_size(16), aligned(4), may_alias));

// Of each four floats of two registers, the first halves or the second ones, taking turns.
#if LANES == 4
#define TB_FIRST 0, 4, 1, 5
#define TB_SECOND 2, 6, 3, 7
#elif LANES == 8
#define TB_FIRST 0, 8, 1, 9, 4, 12, 5, 13
#define TB_SECOND 2, 10, 3, 11, 6, 14, 7, 15
#else
#define TB_FIRST 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define TB_SECOND 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#endif

/* The floats nearest to value / by.
 *
 * With one rounding for two operations, a product with the nearest reciprocal is mended to the
 * nearest quotient (Markstein 1990), sooner than a division is done; the kernel's tests compare
 * every brightness, and every sum they meet, with real divisions. */
static inline lanes divided(lanes value, float by)
{
#ifdef TB_FUSED
    lanes reciprocal = (lanes){0} + 1.0f / by;
    lanes quotient = value * reciprocal;
    lanes rest = TB_FUSED(quotient, (lanes){0} - by, value);

    return TB_FUSED(rest, reciprocal, quotient);
#else
    return value / by;
#endif
}

/* Four floats of every fourth row: LANES / 4 of them side by side. */
static inline lanes load_quads(const float *rows, size_t apart)
{
#if LANES == 4
    (void)apart;
    return load(rows);
#else
    quad first = *(const held_quad *)rows;
    quad second = *(const held_quad *)(rows + 4 * apart);
#if LANES == 8
    return __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7);
#else
    quad third = *(const held_quad *)(rows + 8 * apart);
    quad fourth = *(const held_quad *)(rows + 12 * apart);
    return TB_FOUR_QUADS(first, second, third, fourth);
#endif
#endif
}

/* Exchange rows and columns of a square of LANES by LANES floats.
 *
 *   in, out    rows that begin `from` and `to` floats apart */
static inline void transpose_square(const float *in, size_t from, float *out, size_t to)
{
    for (size_t x = 0; x < LANES; x += 4) {
        lanes a = load_quads(in + x, from);
        lanes b = load_quads(in + x + from, from);
        lanes c = load_quads(in + x + 2 * from, from);
        lanes d = load_quads(in + x + 3 * from, from);
        lanes first_ac = __builtin_shufflevector(a, c, TB_FIRST);
        lanes first_bd = __builtin_shufflevector(b, d, TB_FIRST);
        lanes second_ac = __builtin_shufflevector(a, c, TB_SECOND);
        lanes second_bd = __builtin_shufflevector(b, d, TB_SECOND);
        store(__builtin_shufflevector(first_ac, first_bd, TB_FIRST), out + x * to);
        store(__builtin_shufflevector(first_ac, first_bd, TB_SECOND), out + (x + 1) * to);
        store(__builtin_shufflevector(second_ac, second_bd, TB_FIRST), out + (x + 2) * to);
        store(__builtin_shufflevector(second_ac, second_bd, TB_SECOND), out + (x + 3) * to);
    }
}
