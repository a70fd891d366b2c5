// Writing a snapshot so that its name always means a whole one.
#pragma once

#include <string>
#include <vector>

#include "layout.hpp"

namespace takeback::store {

// A section to be, and where its bytes are; its offset is settled by writing.
struct Source {
    Section section;
    const void *from;
};

// Writes PATH.new, readable by its owner alone, flushes it and renames it to PATH. `header`: next
// id, segments and flags. When it throws FileTrouble, PATH is as it was and PATH.new is gone. One
// that writes the same snapshot meanwhile is waited for.
void write_snapshot(const std::string &path, const Header &header, const std::string &note,
                    const std::vector<Source> &sources);

}  // namespace takeback::store
