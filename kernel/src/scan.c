/* All pairs within a limit: the choice of the path. */
#include "scan.h"

typedef void (*scan_path)(tb_scanning *, size_t, size_t);

static scan_path find_path(size_t path)
{
#ifdef TB_HAS_AVX
    // Paths as in dispatch.c: 0 plain, 1 AVX2, 2 AVX-512. The first machines with AVX-512 cannot
    // count bits with it.
    if (path == 2 && __builtin_cpu_supports("avx512vpopcntdq")) {
        return tb_scan_avx512;
    }
    return path == 0 ? tb_scan_plain : tb_scan_avx2;
#else
    (void)path;
    return tb_scan_plain;
#endif
}

size_t tb_scan(const uint64_t *words, size_t count, const uint8_t *queries, size_t query_count,
               int limit, size_t path, tb_pair *pairs, size_t room)
{
    size_t whole_blocks = count - count % TB_SCAN_LANES;
    tb_scanning scan = {words, count, queries, query_count, (uint32_t)limit, pairs, room, 0};

    find_path(path)(&scan, 0, whole_blocks);
    tb_scan_plain(&scan, whole_blocks, count);
    return scan.found;
}
