#include "guard.h"

#include <arrow/c/bridge.h>
#include <arrow/io/file.h>
#include <arrow/table.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <utility>
#include <vector>

struct carrow_parquet_reader {
    std::unique_ptr<parquet::arrow::FileReader> file;
};

namespace {

arrow::Status open_reader(const char *path, carrow_parquet_reader **out, ArrowSchema *schema, int64_t *row_count) {
    ARROW_ASSIGN_OR_RAISE(auto input, arrow::io::MemoryMappedFile::Open(path, arrow::io::FileMode::READ));
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(input));
    parquet::ArrowReaderProperties properties(/*use_threads=*/true);
    ARROW_ASSIGN_OR_RAISE(auto file, builder.properties(properties)->Build());
    std::shared_ptr<arrow::Schema> fields;
    ARROW_RETURN_NOT_OK(file->GetSchema(&fields));
    const auto metadata = file->parquet_reader()->metadata();
    if (metadata->num_columns() != fields->num_fields()) {
        return arrow::Status::Invalid("the file holds nested columns");
    }
    ARROW_RETURN_NOT_OK(arrow::ExportSchema(*fields, schema));
    *row_count = metadata->num_rows();
    *out = new carrow_parquet_reader{std::move(file)};
    return arrow::Status::OK();
}

} // namespace

extern "C" {

int carrow_parquet_reader_open(const char *path, carrow_parquet_reader **out, ArrowSchema *schema,
                               int64_t *row_count) {
    return carrow::guarded([&] { return open_reader(path, out, schema, row_count); });
}

int carrow_parquet_reader_read(carrow_parquet_reader *reader, const int32_t *columns, int64_t count,
                               ArrowArrayStream *out) {
    return carrow::guarded([&]() -> arrow::Status {
        ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Table> table,
                              reader->file->ReadTable(std::vector<int>(columns, columns + count)));
        return arrow::ExportRecordBatchReader(std::make_shared<arrow::TableBatchReader>(std::move(table)), out);
    });
}

void carrow_parquet_reader_close(carrow_parquet_reader *reader) { delete reader; }

} // extern "C"
