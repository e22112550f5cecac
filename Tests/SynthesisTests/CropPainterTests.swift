import Foundation
import Imaging
import Randomness
import Testing

@testable import Synthesis

@Suite("Crops agree with their rows")
struct CropPainterTests {
    private static let sample = Drawn.Sample(
        SyntheticCohortConfiguration(patients: 30, lesions: 600, malignant: 60, seed: 5)
    )
    private let painter = CropPainter(seed: 5)

    private func crop(_ index: Int) -> (lesion: Lesion, image: RGBImage) {
        let (lesion, patient) = Self.sample.lesions[index]
        let image = painter.crop(
            of: lesion,
            index: index,
            patient: Self.sample.patients[patient],
            patientIndex: patient
        )
        return (lesion, image)
    }

    /// The mean colour of the pixels whose distance from the centre, in mm, lies in `range`.
    private func meanColour(_ image: RGBImage, _ range: ClosedRange<Double>) -> LabColour {
        var (sum, count) = (LabColour(lightness: 0, a: 0, b: 0), 0.0)
        let scale = CropPainter.fieldOfView / Double(image.width)
        for y in 0..<image.height {
            for x in 0..<image.width {
                let distance = scale * hypot(Double(x) - Double(image.width) / 2, Double(y) - Double(image.height) / 2)
                guard range.contains(distance) else { continue }
                let pixel = image[x, y]
                let lab = LabConversion.lab(red: pixel.red, green: pixel.green, blue: pixel.blue)
                sum = LabColour(lightness: sum.lightness + lab.lightness, a: sum.a + lab.a, b: sum.b + lab.b)
                count += 1
            }
        }
        return LabColour(lightness: sum.lightness / count, a: sum.a / count, b: sum.b / count)
    }

    /// Colours that sRGB can show with some room to spare: others are cut off.
    private func isShown(_ colour: LabColour) -> Bool {
        (25...75).contains(colour.lightness) && colour.chroma < 38 && colour.b < 0.62 * colour.lightness
    }

    @Test("The centre has the lesion's colour, the rim the skin's")
    func colours() {
        var (checked, lesionErrors, skinErrors) = (0, 0.0, 0.0)
        for index in Self.sample.lesions.indices.prefix(300) {
            let (lesion, image) = crop(index)
            guard lesion.longDiameter < 9, lesion.minorAxis > 2.5, isShown(lesion.colour), isShown(lesion.skin),
                !lesion.isMalignant
            else { continue }
            let inside = meanColour(image, 0...lesion.minorAxis * 0.3)
            let outside = meanColour(image, (lesion.longDiameter * 0.75)...7.4)
            lesionErrors += abs(inside.lightness - lesion.colour.lightness)
            skinErrors += abs(outside.lightness - lesion.skin.lightness)
            checked += 1
        }
        #expect(checked > 30)
        #expect(lesionErrors / Double(checked) < 4, "lesion: \(lesionErrors / Double(checked)) of L")
        #expect(skinErrors / Double(checked) < 3, "skin: \(skinErrors / Double(checked)) of L")
    }

    @Test("The lesion covers the area of its row")
    func area() {
        var ratios: [Double] = []
        for index in Self.sample.lesions.indices.prefix(300) {
            let (lesion, patient) = Self.sample.lesions[index]
            guard lesion.longDiameter < 12, lesion.minorAxis > 2 else { continue }
            var generator = SeededGenerator(seed: 1, keys: UInt64(index), UInt64(patient))
            let side = 150
            let shape = LesionShape(lesion, side: side, generator: &generator)
            let covered = (0..<side * side).count { shape.radius(column: $0 % side, row: $0 / side) < 1 }
            ratios.append(Double(covered) * pow(15.0 / Double(side), 2) / lesion.area)
        }
        #expect(ratios.count > 100)
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        #expect(abs(mean - 1) < 0.05, "\(mean)")
        #expect(ratios.allSatisfy { (0.75...1.3).contains($0) }, "\(ratios.min() ?? 0) to \(ratios.max() ?? 0)")
    }

    @Test("The longest extent of the outline is the diameter of the row, in its direction")
    func diameter() {
        for index in Self.sample.lesions.indices.prefix(100) {
            let (lesion, patient) = Self.sample.lesions[index]
            guard lesion.longDiameter < 12, lesion.minorAxis > 2 else { continue }
            var generator = SeededGenerator(seed: 1, keys: UInt64(index), UInt64(patient))
            let shape = LesionShape(lesion, side: 150, generator: &generator)
            var inside: [(x: Double, y: Double)] = []
            for place in 0..<150 * 150 where shape.radius(column: place % 150, row: place / 150) < 1 {
                inside.append((Double(place % 150), Double(place / 150)))
            }
            let extent =
                stride(from: 0, to: 180, by: 5).map { degrees -> Double in
                    let angle = Double(degrees) * .pi / 180
                    let places = inside.map { cos(angle) * $0.x + sin(angle) * $0.y }
                    return ((places.max() ?? 0) - (places.min() ?? 0)) / 10
                }.max() ?? 0
            #expect((0.75...1.45).contains(extent / lesion.longDiameter), "\(extent) mm of \(lesion.longDiameter) mm")
        }
    }

    @Test("Sides and bytes are those of real crops")
    func sizes() throws {
        var (bytes, sides) = (0, 0)
        for index in 0..<200 {
            let (_, image) = crop(index)
            #expect(image.width == image.height && (61...239).contains(image.width))
            sides += image.width
            bytes += try JPEG.encode(image, quality: CropPainter.quality).count
        }
        #expect((125...141).contains(sides / 200), "mean side \(sides / 200), real 133")
        #expect((1_800...4_200).contains(bytes / 200), "mean size \(bytes / 200), real 2750")
    }

    @Test("The same lesion gives the same bytes")
    func deterministic() {
        #expect(crop(3).image == crop(3).image)
        #expect(crop(3).image != crop(4).image)
    }

    @Test(
        "CIELAB to sRGB and back",
        arguments: [(53.24, 80.09, 67.20, 255, 0, 0), (100, 0, 0, 255, 255, 255)]
    )
    func conversion(lightness: Double, a: Double, b: Double, red: Int, green: Int, blue: Int) {
        // CIELAB of pure red: (53.24, 80.09, 67.20), the published value for D65.
        let rgb = LabConversion.standardRGB(SIMD4(Float(lightness), Float(a), Float(b), 0))
        #expect(abs(Int(rgb.red) - red) <= 1 && abs(Int(rgb.green) - green) <= 2 && abs(Int(rgb.blue) - blue) <= 2)
        let lab = LabConversion.lab(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
        #expect(abs(lab.lightness - lightness) < 0.1 && abs(lab.a - a) < 0.1 && abs(lab.b - b) < 0.1)
    }
}
