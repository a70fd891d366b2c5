// Searching, indexing and blanking one segment.
#include "segment.hpp"

#include <algorithm>
#include <cstring>

#include "threads.hpp"

namespace takeback::store {
namespace {

// Kept by each thread: asking the system for it takes longer than a search.
uint8_t *workspace_of_this_thread(size_t bytes) {
    static thread_local Region workspace;
    workspace.grow(bytes > 0 ? bytes : 1);
    return workspace.data();
}

}  // namespace

size_t Segment::find(const Queries &queries, uint64_t base, Pairs *found) const {
    Body *body = rows->body();
    const tb_index index = {&plan,    rows->bits(),      rows->count(),
                            postings, rows->withdrawn(), body ? body->guard() : nullptr};
    const size_t path = tb_path_count() - 1;
    const bool is_scanned = queries.by_scan || !postings;
    void *workspace =
        is_scanned ? nullptr : workspace_of_this_thread(tb_index_workspace_bytes(&plan));
    size_t count = 0;
    for (;;) {
        tb_pair *into = found->pairs.data() + found->used;
        const size_t room = found->pairs.size() - found->used;
        count = is_scanned ? tb_index_scan(&index, queries.bits, queries.count, queries.limit, path,
                                           into, room)
                           : tb_index_search(&index, queries.bits, queries.count, queries.limit,
                                             path, workspace, into, room);
        if (count == TB_INDEX_DAMAGED) {
            break;
        }
        if (count <= room) {
            break;
        }
        if (queries.count > 1 && found->used + count > Pairs::MOST) {
            return found->used + count;
        }
        // Too little room costs a second search, so the next queries get some, too.
        found->pairs.resize(found->used + count + std::min(count, Pairs::MOST / 2));
    }
    if (count == TB_INDEX_DAMAGED) {
        if (body) {
            body->refuse_damage();
        }
        throw std::logic_error("an index built in memory leads outside of it");
    }
    for (size_t i = found->used; i < found->used + count; i++) {
        found->pairs[i].listed += base;
    }
    found->used += count;
    return found->used;
}

bool Segment::choose_plan(const Rows &rows, bool is_compact, tb_plan *plan) {
    tb_plan_choose(rows.bits(), rows.count(), is_compact, tb_path_count() - 1, plan);
    return tb_plan_pieces(plan) > 0;
}

void Segment::build(size_t threads) {
    const size_t count = rows->count();
    auto made = std::make_shared<Region>(tb_index_bytes(&plan, count));
    share_out(tb_plan_pieces(&plan), threads, [&](size_t piece) {
        Region workspace(tb_index_build_workspace_bytes(&plan, count) + 1);
        tb_index_build_piece(&plan, rows->bits(), count, piece, made->data(), workspace.data());
    });
    postings = made->data();
    built = std::move(made);
}

void Segment::blank(const std::vector<uint64_t> &places, uint8_t *bits, uint8_t *index) const {
    if (index) {
        tb_index_blank(&plan, bits, rows->count(), places.data(), places.size(), index);
        return;
    }
    for (const uint64_t place : places) {
        std::memset(bits + place * TB_BYTES, 0, TB_BYTES);
    }
}

}  // namespace takeback::store
