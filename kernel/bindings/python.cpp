// Python's way into the kernel: module takeback._kernel.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "plane.hpp"
#include "takeback/kernel.h"

namespace nb = nanobind;
using takeback::Pixels;

namespace {

[[noreturn]] void refuse_rows(const tb_picture &picture) {
    const auto message = std::to_string(picture.rows) + " rows; a picture " +
                         std::to_string(picture.height) +
                         " pixels high has as many, or its 512 sampled ones";
    throw nb::value_error(message.c_str());
}

// One workspace a thread, kept: asking the system for half a megabyte a picture costs more than the
// transform.
void *workspace_of_this_thread() {
    static thread_local std::vector<std::max_align_t> workspace(
        tb_workspace_bytes() / sizeof(std::max_align_t) + 1);
    return workspace.data();
}

size_t path_called(const std::string &name) {
    for (size_t path = 0; path < tb_path_count(); path++) {
        if (name == tb_path_name(path)) {
            return path;
        }
    }
    throw nb::value_error(("this machine has no path " + name + "; see paths()").c_str());
}

nb::tuple paths() {
    nb::list names;
    for (size_t path = 0; path < tb_path_count(); path++) {
        names.append(tb_path_name(path));
    }
    return nb::tuple(names);
}

nb::tuple fingerprint(const Pixels &pixels, std::optional<size_t> height,
                      const std::optional<std::string> &path_name) {
    const takeback::Rows rows = takeback::rows_of(pixels);
    const size_t path = path_name ? path_called(*path_name) : tb_path_count() - 1;
    const tb_picture picture = {
        rows.bytes, rows.width, height.value_or(rows.height), rows.height, rows.channels,
        rows.row_bytes,
    };
    tb_fingerprint made;
    int code = TB_OK;
    {
        nb::gil_scoped_release released;
        code = tb_make_fingerprint_by(path, &picture, workspace_of_this_thread(), &made);
    }
    if (code == TB_ROWS) {
        refuse_rows(picture);
    }
    takeback::check_code(code);
    nb::list views;
    for (const auto &view : made.views) {
        views.append(nb::bytes(view, TB_BYTES));
    }
    return nb::make_tuple(made.quality, nb::tuple(views));
}

}  // namespace

void register_search(nb::module_ &module);
void register_index(nb::module_ &module);

NB_MODULE(_kernel, module) {
    static_assert(alignof(std::max_align_t) >= TB_WORKSPACE_ALIGN);
    module.doc() = "Pixels in, fingerprint out.";
    module.def("fingerprint", &fingerprint, nb::arg("pixels").noconvert(),
               nb::arg("height") = nb::none(), nb::kw_only(), nb::arg("path") = nb::none(),
               "Quality and the eight views of a picture.");
    module.def("paths", &paths, "The ways this machine has of computing it, the fastest last.");
    module.def("sampled_row", &tb_sampled_row, nb::arg("length"), nb::arg("index"),
               "The row that a row of the reduction to 512 comes from.");
    register_planes(module);
    register_search(module);
    register_index(module);
}
