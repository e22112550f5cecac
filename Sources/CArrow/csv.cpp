#include "guard.h"

#include <arrow/c/bridge.h>
#include <arrow/csv/api.h>
#include <arrow/io/file.h>
#include <arrow/table.h>

namespace {

arrow::Status read(const char *path, const char *const *names, const int32_t *types, int64_t count,
                   const char *const *missing, int64_t missing_count, ArrowArrayStream *out) {
    auto reading = arrow::csv::ReadOptions::Defaults();
    reading.block_size = 4 << 20;
    auto parsing = arrow::csv::ParseOptions::Defaults();
    parsing.newlines_in_values = true;
    auto converting = arrow::csv::ConvertOptions::Defaults();
    converting.strings_can_be_null = true;
    converting.null_values.assign(missing, missing + missing_count);
    for (int64_t i = 0; i < count; ++i) {
        converting.include_columns.emplace_back(names[i]);
        converting.column_types[names[i]] = carrow::data_type(types[i]);
    }
    ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::MemoryMappedFile::Open(path, arrow::io::FileMode::READ));
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::csv::TableReader::Make(arrow::io::default_io_context(), file, reading,
                                                                     parsing, converting));
    ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Table> table, reader->Read());
    return arrow::ExportRecordBatchReader(std::make_shared<arrow::TableBatchReader>(std::move(table)), out);
}

} // namespace

extern "C" int carrow_csv_read(const char *path, const char *const *names, const int32_t *types, int64_t count,
                               const char *const *missing, int64_t missing_count, ArrowArrayStream *out) {
    return carrow::guarded([&] { return read(path, names, types, count, missing, missing_count, out); });
}
