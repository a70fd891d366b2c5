// Rows with the index over them: sealed, so that rows are withdrawn but none is added.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "region.hpp"
#include "rows.hpp"
#include "takeback/index.h"

namespace takeback::store {

// Pairs that a search found so far; room is kept.
struct Pairs {
    // Room for a megabyte: with too little, queries are searched twice.
    std::vector<tb_pair> pairs = std::vector<tb_pair>(size_t{1} << 16);
    size_t used = 0;

    // Several queries together may have so many, 12 megabytes: where copies of one picture are
    // listed a million times, all pairs of a turn would take gigabytes at once.
    static constexpr size_t MOST = size_t{1} << 20;
};

struct Queries {
    const uint8_t *bits;
    size_t count;
    int limit;
    bool by_scan;
};

// Copying one copies no fingerprints. Without postings it is scanned.
struct Segment {
    explicit Segment(std::shared_ptr<Rows> rows) : rows(std::move(rows)) {}

    std::shared_ptr<Rows> rows;
    tb_plan plan{};
    std::shared_ptr<Region> built;      // null: postings lie in a snapshot, or there are none
    const uint8_t *postings = nullptr;

    size_t postings_bytes() const { return postings ? tb_index_bytes(&plan, rows->count()) : 0; }

    // Adds the pairs within the limit; `listed` counts from `base`. Returns how many there are then;
    // of several queries with more than Pairs::MOST none is added. Throws Refused when a snapshot is
    // found to be damaged.
    size_t find(const Queries &queries, uint64_t base, Pairs *found) const;

    // Whether an index over these rows is faster than scanning them, and its plan.
    static bool choose_plan(const Rows &rows, bool is_compact, tb_plan *plan);

    // Builds the index by the plan, of this segment alone.
    void build(size_t threads);

    // Overwrites withdrawn fingerprints wherever they stand, in memory that is passed.
    void blank(const std::vector<uint64_t> &places, uint8_t *bits, uint8_t *index) const;
};

}  // namespace takeback::store
