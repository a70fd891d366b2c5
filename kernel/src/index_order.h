/* Pairs in the order in which they are given. */
#ifndef TAKEBACK_INDEX_ORDER_H
#define TAKEBACK_INDEX_ORDER_H

#include "takeback/search.h"

/* Sort pairs by query and then by place in the list, in their own memory; both below 2^32. */
void tb_sort_pairs(tb_pair *pairs, size_t count);

#endif
