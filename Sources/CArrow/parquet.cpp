#include "guard.h"

#include <arrow/array.h>
#include <arrow/c/bridge.h>
#include <arrow/chunked_array.h>
#include <arrow/io/file.h>
#include <arrow/table.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/writer.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

#include <utility>
#include <vector>

struct carrow_parquet_reader {
    std::unique_ptr<parquet::arrow::FileReader> file;
};

struct carrow_parquet_writer {
    std::shared_ptr<arrow::Schema> schema;
    std::shared_ptr<arrow::io::FileOutputStream> sink;
    std::unique_ptr<parquet::arrow::FileWriter> file;
    int next_column = 0;
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

arrow::Status open_writer(const char *path, const char *const *names, const int32_t *types, const bool *nullable,
                          int64_t count, carrow_parquet_writer **out) {
    arrow::FieldVector fields;
    parquet::WriterProperties::Builder properties;
    // Smallest and largest values help readers that skip rows; these files are read whole.
    properties.compression(parquet::Compression::UNCOMPRESSED)->disable_dictionary()->disable_statistics();
    // Many rows at once, and a column in few pages: half the time of small ones.
    properties.write_batch_size(1 << 16)->max_rows_per_page(1 << 20)->data_pagesize(4 << 20);
    for (int64_t i = 0; i < count; ++i) {
        fields.push_back(arrow::field(names[i], carrow::data_type(types[i]), nullable[i]));
        if (types[i] == CARROW_TEXT) properties.enable_dictionary(names[i]);
    }
    auto writer = std::make_unique<carrow_parquet_writer>();
    writer->schema = arrow::schema(std::move(fields));
    ARROW_ASSIGN_OR_RAISE(writer->sink, arrow::io::FileOutputStream::Open(path));
    ARROW_ASSIGN_OR_RAISE(writer->file,
                          parquet::arrow::FileWriter::Open(*writer->schema, arrow::default_memory_pool(),
                                                           writer->sink, properties.build()));
    *out = writer.release();
    return arrow::Status::OK();
}

arrow::Status write_column(carrow_parquet_writer &writer, ArrowArray *array) {
    if (writer.next_column >= writer.schema->num_fields()) {
        return arrow::Status::Invalid("there are more columns than were announced");
    }
    const auto &type = writer.schema->field(writer.next_column)->type();
    ARROW_ASSIGN_OR_RAISE(auto column, arrow::ImportArray(array, type));
    writer.next_column += 1;
    return writer.file->WriteColumnChunk(*column);
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

int carrow_parquet_writer_open(const char *path, const char *const *names, const int32_t *types, const bool *nullable,
                               int64_t count, carrow_parquet_writer **out) {
    return carrow::guarded([&] { return open_writer(path, names, types, nullable, count, out); });
}

int carrow_parquet_writer_start_rows(carrow_parquet_writer *writer) {
    return carrow::guarded([&] {
        writer->next_column = 0;
        return writer->file->NewRowGroup();
    });
}

int carrow_parquet_writer_column(carrow_parquet_writer *writer, ArrowArray *array) {
    return carrow::guarded([&] { return write_column(*writer, array); });
}

int carrow_parquet_writer_finish(carrow_parquet_writer *writer) {
    return carrow::guarded([&]() -> arrow::Status {
        ARROW_RETURN_NOT_OK(writer->file->Close());
        return writer->sink->Close();
    });
}

void carrow_parquet_writer_close(carrow_parquet_writer *writer) { delete writer; }

} // extern "C"
