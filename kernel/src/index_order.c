/* Sorting pairs without memory: a heap, unless they are few or sorted already. */
#include "index_order.h"

static uint64_t rank(const tb_pair *pair)
{
    return (uint64_t)pair->query << 32 | pair->listed;
}

/* Let the pair at `place` sink until nothing below it in the heap comes after it. */
static void sink(tb_pair *pairs, size_t place, size_t count)
{
    tb_pair sinking = pairs[place];

    for (size_t below; (below = 2 * place + 1) < count; place = below) {
        if (below + 1 < count && rank(&pairs[below + 1]) > rank(&pairs[below])) {
            below++;
        }
        if (rank(&pairs[below]) <= rank(&sinking)) {
            break;
        }
        pairs[place] = pairs[below];
    }
    pairs[place] = sinking;
}

static int is_sorted(const tb_pair *pairs, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (rank(&pairs[i - 1]) > rank(&pairs[i])) {
            return 0;
        }
    }
    return 1;
}

void tb_sort_pairs(tb_pair *pairs, size_t count)
{
    if (is_sorted(pairs, count)) {
        return;
    }
    for (size_t i = count / 2; i-- > 0;) {
        sink(pairs, i, count);
    }
    for (size_t last = count; last-- > 1;) {
        tb_pair largest = pairs[0];
        pairs[0] = pairs[last];
        pairs[last] = largest;
        sink(pairs, 0, last);
    }
}
