// The views of a picture for Python, and the table that they come from.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <nanobind/nanobind.h>

#include "plane.hpp"
#include "takeback/views.h"

namespace nb = nanobind;
using takeback::Plane;
using takeback::Rows;

namespace {

const char *const recipes[] = {"pdq-1", "pdq-mean-1"};
const char *const kinds[] = {"flip", "box", "aspect", "frame", "trimmed", "cell"};

struct Made {
    std::vector<tb_view> views;
    int code = TB_OK;
};

// Memory for one picture, kept by each thread: asking the system for five megabytes a picture costs
// as much as a dozen views.
struct Workspace {
    Plane plane;
    std::vector<std::max_align_t> steps =
        std::vector<std::max_align_t>(tb_workspace_bytes() / sizeof(std::max_align_t) + 1);
};

Made make_all(const Rows &rows) {
    static thread_local Workspace work;
    Plane &plane = work.plane;
    Made made;
    tb_fingerprint whole;
    const tb_picture picture = {rows.bytes,  rows.width,    rows.height,
                                rows.height, rows.channels, rows.row_bytes};
    made.code = takeback::fill_plane(rows, &plane);
    if (made.code == TB_OK) {
        made.code = tb_make_fingerprint(&picture, work.steps.data(), &whole);
    }
    if (made.code == TB_OK) {
        made.views.resize(tb_view_count());
        made.views.resize(
            tb_make_views(&whole, &plane.plane, rows.width, rows.height, made.views.data()));
    }
    return made;
}

nb::list make_views(const takeback::Pixels &pixels) {
    const Rows rows = takeback::rows_of(pixels);
    Made made;
    {
        nb::gil_scoped_release released;
        made = make_all(rows);
    }
    takeback::check_code(made.code);
    nb::list out;
    for (const tb_view &view : made.views) {
        tb_view_row row;
        tb_view_at(static_cast<size_t>(view.view), &row, nullptr);
        out.append(nb::make_tuple(row.name, recipes[row.recipe], nb::bytes(view.bits, TB_BYTES),
                                  static_cast<int>(view.quality)));
    }
    return out;
}

nb::list view_table() {
    nb::list out;
    for (size_t view = 0; view < tb_view_count(); view++) {
        tb_view_row row;
        tb_box box;
        const bool has_box = tb_view_at(view, &row, &box) != 0;
        const nb::object sides =
            has_box ? nb::object(nb::make_tuple(box.left, box.top, box.right, box.bottom)) : nb::none();
        out.append(nb::make_tuple(row.name, recipes[row.recipe], kinds[row.kind],
                                  row.is_mirrored != 0, sides));
    }
    return out;
}

nb::dict view_boxes() {
    nb::dict out;
    for (size_t view = 0; view < tb_view_count(); view++) {
        tb_view_row row;
        tb_box box;
        if (tb_view_at(view, &row, &box)) {
            out[row.name] = nb::make_tuple(recipes[row.recipe], kinds[row.kind], box.left, box.top,
                                           box.right, box.bottom, row.is_mirrored != 0);
        }
    }
    return out;
}

}  // namespace

void register_views(nb::module_ &module) {
    module.def("make_views", &make_views, nb::arg("pixels").noconvert());
    module.def("view_boxes", &view_boxes);
    module.def("view_table", &view_table);
}
