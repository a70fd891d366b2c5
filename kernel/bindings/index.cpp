// A list that is searched while it changes, for Python: class takeback._kernel.Index.
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "plane.hpp"
#include "store.hpp"
#include "trouble.hpp"

namespace nb = nanobind;
using takeback::give;
using takeback::store::Store;

void register_index(nb::module_ &module);

namespace {

using Prints = nb::ndarray<const uint8_t, nb::shape<-1, TB_BYTES>, nb::c_contig, nb::device::cpu>;
using Ids = nb::ndarray<const int64_t, nb::shape<-1>, nb::c_contig, nb::device::cpu>;
using Tags = nb::ndarray<const uint16_t, nb::shape<-1>, nb::c_contig, nb::device::cpu>;

void check_length(size_t given, size_t expected, const char *what) {
    if (given != expected) {
        throw nb::value_error((std::to_string(given) + " " + what + " for " +
                               std::to_string(expected) + " fingerprints")
                                  .c_str());
    }
}

nb::object add(Store &store, const Prints &bits, const std::optional<Ids> &ids,
               const std::optional<Tags> &tags) {
    const size_t count = bits.shape(0);
    if (ids) {
        check_length(ids->shape(0), count, "ids");
    }
    if (tags) {
        check_length(tags->shape(0), count, "tags");
    }
    std::vector<int64_t> given;
    {
        nb::gil_scoped_release released;
        given = store.add(bits.data(), ids ? ids->data() : nullptr, tags ? tags->data() : nullptr,
                          count);
    }
    return give(std::move(given), {count});
}

size_t withdraw(Store &store, const Ids &ids) {
    nb::gil_scoped_release released;
    return store.withdraw(std::vector<int64_t>(ids.data(), ids.data() + ids.shape(0)));
}

// Lets Ctrl-C end a long search. Asked seldom: other threads may hold the interpreter for 5 ms.
class Pause {
  public:
    void operator()() {
        const auto now = std::chrono::steady_clock::now();
        if (now - asked_ < std::chrono::milliseconds(100)) {
            return;
        }
        asked_ = now;
        nb::gil_scoped_acquire held;
        if (PyErr_CheckSignals() != 0) {
            throw nb::python_error();
        }
    }

  private:
    std::chrono::steady_clock::time_point asked_ = std::chrono::steady_clock::now();
};

nb::tuple search(Store &store, const Prints &bits, int limit, size_t threads, bool by_scan) {
    if (limit < 0 || limit > TB_INDEX_LIMIT) {
        throw nb::value_error("a limit is 0 to 31 bits");
    }
    if (bits.shape(0) > INT32_MAX) {
        throw nb::value_error("more queries than 2147483647");
    }
    takeback::store::Found found;
    {
        nb::gil_scoped_release released;
        found = store.search({bits.data(), bits.shape(0), limit, by_scan}, threads, Pause());
    }
    const size_t count = found.queries.size();
    return nb::make_tuple(give(std::move(found.queries), {count}),
                          give(std::move(found.ids), {count}), give(std::move(found.tags), {count}),
                          give(std::move(found.distances), {count}));
}

// Names of files come as the system has them, in bytes of any kind.
std::string text_of(const nb::bytes &bytes) { return std::string(bytes.c_str(), bytes.size()); }

// The system would read a name up to its first zero: that of another file.
std::string name_of(const nb::bytes &path) {
    std::string name = text_of(path);
    if (name.find('\0') != std::string::npos) {
        throw nb::value_error("a zero in the name of a file");
    }
    return name;
}

void save(Store &store, const nb::bytes &path, const nb::bytes &note) {
    const std::string name = name_of(path);
    const std::string text = text_of(note);
    nb::gil_scoped_release released;
    store.save(name, text);
}

nb::bytes note(const Store &store) {
    const std::string text = store.note();
    return nb::bytes(text.data(), text.size());
}

Store *open(const nb::bytes &path, bool is_resident) {
    const std::string name = name_of(path);
    nb::gil_scoped_release released;
    return new Store(name, is_resident);
}

void translate(const std::exception_ptr &trouble, void *refused_type) {
    try {
        std::rethrow_exception(trouble);
    } catch (const takeback::store::Refused &refused) {
        // It names the file, which need not be valid text.
        PyObject *what = PyUnicode_DecodeFSDefault(refused.what());
        PyErr_SetObject(static_cast<PyObject *>(refused_type), what);
        Py_XDECREF(what);
    } catch (const takeback::store::FileTrouble &failed) {
        errno = failed.number;
        PyErr_SetFromErrnoWithFilename(PyExc_OSError, failed.path.c_str());
    }
}

}  // namespace

void register_index(nb::module_ &module) {
    const auto released = nb::call_guard<nb::gil_scoped_release>();
    const auto refused = nb::exception<takeback::store::Refused>(module, "SnapshotRefused", PyExc_ValueError);
    // Asked before the one that came with the exception.
    nb::register_exception_translator(&translate, refused.ptr());
    nb::class_<Store>(module, "Index", "Fingerprints that are searched while they change.")
        .def(nb::init<bool>(), nb::arg("is_compact"))
        .def_static("open", &open, nb::arg("path"), nb::arg("is_resident"))
        .def("add", &add, nb::arg("bits").noconvert(), nb::arg("ids").noconvert().none(),
             nb::arg("tags").noconvert().none())
        .def("withdraw", &withdraw, nb::arg("ids").noconvert())
        .def("search", &search, nb::arg("bits").noconvert(), nb::arg("limit"), nb::arg("threads"),
             nb::arg("by_scan"))
        .def("build", &Store::build, nb::arg("threads"), released)
        .def("save", &save, nb::arg("path"), nb::arg("note"))
        .def("verify", &Store::verify, released)
        .def("__len__", &Store::in_force, released)
        .def_prop_ro("memory_bytes", &Store::memory_bytes, released)
        .def_prop_ro("segments", &Store::segment_count, released)
        .def_prop_ro("note", &note);
}
