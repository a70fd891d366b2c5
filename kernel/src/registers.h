/* Registers of LANES (4, 8 or 16) numbers, and what lies in memory like them.
 *
 * Include after defining LANES. Vector types are those of GCC and Clang, which make SSE, AVX, NEON or
 * WebAssembly instructions of them. */
#include <stdint.h>

typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t whole_lanes __attribute__((vector_size(4 * LANES)));
// The same in memory: at the place of any number, of whatever type it was written as.
typedef float held_lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t held_whole_lanes __attribute__((vector_size(4 * LANES), aligned(1), may_alias));

static inline lanes load(const float *from)
{
    return *(const held_lanes *)from;
}

static inline void store(lanes value, float *to)
{
    *(held_lanes *)to = value;
}
