import Testing

@testable import Imaging

@Suite("Contact sheets")
struct ContactSheetTests {
    @Test("Images lie row after row on white")
    func layout() {
        let red = RGBImage(width: 5, height: 5, red: 255, green: 0, blue: 0)
        let blue = RGBImage(width: 9, height: 3, red: 0, green: 0, blue: 255)
        let sheet = ContactSheet(columnCount: 2, cellSize: 10, gap: 2)([red, red, blue])
        #expect(sheet.width == 26 && sheet.height == 26)
        #expect(sheet[1, 1].green == 255)
        #expect(sheet[2, 2].green == 0 && sheet[2, 2].red == 255)
        #expect(sheet[2, 14].blue == 255 && sheet[2, 14].red == 0)
        #expect(sheet[14, 14].red == 255 && sheet[14, 14].green == 255)
    }

    @Test("A PNG is what Python's zlib makes of the same pixels")
    func png() throws {
        let bytes = PNG.encode(RGBImage(width: 2, height: 1, pixels: [255, 0, 0, 0, 0, 255]))
        #expect(bytes == (try Golden.bytes("two_pixels.png")))
    }
}
