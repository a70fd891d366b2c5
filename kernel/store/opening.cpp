// A list from a snapshot: what was indexed stays where it is, the rest becomes the tail again.
#include <cstring>
#include <stdexcept>

#include "store.hpp"
#include "trouble.hpp"

namespace takeback::store {
namespace {

Segment open_segment(const std::shared_ptr<Body> &body, const std::vector<Section> &sections) {
    Segment segment{std::make_shared<Rows>(body, sections)};
    const size_t count = segment.rows->count();
    bool has_plan = false;
    for (const Section &section : sections) {
        if (section.kind == Kind::plan) {
            if (section.bytes != sizeof segment.plan) {
                throw Refused("damaged: a plan of " + std::to_string(section.bytes) + " bytes");
            }
            body->rely_on(body->at(section), section.bytes);
            std::memcpy(&segment.plan, body->at(section), sizeof segment.plan);
            has_plan = tb_plan_is_sound(&segment.plan, count) && tb_plan_pieces(&segment.plan) > 0;
            if (!has_plan) {
                throw Refused("damaged: a plan that makes no sense");
            }
        }
        if (section.kind == Kind::index) {
            if (!has_plan || section.bytes != tb_index_bytes(&segment.plan, count)) {
                throw Refused("damaged: section postings has " + std::to_string(section.bytes) +
                              " bytes, which its plan does not ask for");
            }
            segment.postings = body->at(section);
        }
    }
    if (has_plan && !segment.postings) {
        throw Refused("damaged: a plan without postings");
    }
    return segment;
}

std::vector<Segment> open_segments(const std::shared_ptr<Body> &body) {
    const Layout &layout = body->layout();
    std::vector<Segment> segments;
    std::vector<Section> sections;
    for (size_t i = 0; i < layout.sections.size(); i++) {
        sections.push_back(layout.sections[i]);
        const bool is_last = i + 1 == layout.sections.size() ||
                             layout.sections[i + 1].segment != layout.sections[i].segment;
        if (is_last) {
            segments.push_back(open_segment(body, sections));
            sections.clear();
        }
    }
    if (segments.size() != layout.header.segment_count) {
        throw Refused("damaged: segments are missing");
    }
    return segments;
}

}  // namespace

Store::Store(const std::string &path, bool is_resident)
    : Store(path, std::make_shared<Body>(path, is_resident)) {}

Store::Store(const std::string &path, const std::shared_ptr<Body> &body)
    : is_compact_((body->layout().header.flags & IS_COMPACT) != 0), note_(body->layout().note),
      next_id_(static_cast<int64_t>(body->layout().header.next_id)) {
    try {
        segments_ = open_segments(body);
    } catch (const Refused &refused) {
        const std::string what = refused.what();
        throw Refused(what.rfind(path, 0) == 0 ? what : path + ": " + what);
    }
    if (next_id_ < 0) {
        throw Refused(path + ": damaged: its numbers are below 0");
    }
    if (!segments_.empty() && !segments_.back().postings) {
        const Rows &last = *segments_.back().rows;
        tail_->append_in_force(last, last.copy_withdrawn());
        segments_.pop_back();
    }
}

}  // namespace takeback::store
