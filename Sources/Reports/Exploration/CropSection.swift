import Exploration

/// What the crops look like.
enum CropSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Crops"
        switch found.crops {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let crops):
            let sides = crops.sides.map(\.pixels).sorted()
            var blocks: [ReportSection.Block] = sides.isEmpty ? [] : [.figure(sizes(crops, sorted: sides))]
            blocks.append(.heading("Nearly equal crops"))
            blocks.append(.prose(duplicateWords(crops)))
            if !crops.duplicates.isEmpty { blocks.append(.table(name: "near-duplicates", duplicates(crops, found))) }
            blocks.append(wall(crops, found))
            let crossing = crops.duplicates.filter(\.crossesPatients).count
            return ReportSection(
                title,
                finding: .group([
                    .text("\(Number.grouped(crops.present)) crops"),
                    .text(
                        sides.isEmpty
                            ? "."
                            : ", between \(sides[0]) and \(sides[sides.count - 1]) pixels on the longer side (median \(sides[sides.count / 2]))."
                    ),
                    .text(
                        crops.damaged + crops.absent == 0
                            ? " Every lesion has one, and every one can be decoded."
                            : " \(Number.grouped(crops.absent)) lesions have none, \(Number.grouped(crops.damaged)) cannot be decoded."
                    ),
                ]),
                decision: .text(
                    "Resize whole crops to the network's input, never cut out their middle: a crop's size carries the lesion's size"
                        + (crops.sizeAUC.map {
                            " (AUC of the size alone \(Number.fixed(max($0.value, 1 - $0.value), 2)))"
                        } ?? "")
                        + ", so keep the size as a feature. "
                        + (crossing > 0
                            ? "Look at the \(crossing) groups of equal crops that cross patients before splitting."
                            : "No nearly equal crops cross patients: folds by patient keep copies together.")
                ),
                blocks: blocks
            )
        }
    }

    private static func sizes(_ crops: CropExploration, sorted: [Int]) -> Figure {
        let low = Double(sorted[0])
        let high = Double(sorted[sorted.count - 1])
        let width = max(1, ((high - low) / 32).rounded(.up))
        let binCount = Int((high - low) / width) + 1
        var benign = [Int](repeating: 0, count: binCount)
        var malignant = benign
        for side in crops.sides {
            let bin = min(binCount - 1, Int((Double(side.pixels) - low) / width))
            if side.isMalignant { malignant[bin] += 1 } else { benign[bin] += 1 }
        }
        func share(_ counts: [Int]) -> [Double] {
            let total = Double(max(1, counts.reduce(0, +)))
            return counts.map { Double($0) / total }
        }
        let centres = (0..<binCount).map { low + (Double($0) + 0.5) * width }
        let hasMalignant = malignant.contains { $0 > 0 }
        return Figure(
            "crop-sizes",
            title: "Size of the crops",
            description: "Share of crops by the longer side in pixels, by class.",
            traces: [
                Trace.bars(
                    x: .numbers(centres),
                    y: .numbers(share(benign)),
                    name: hasMalignant ? "benign" : "crops",
                    colour: .benign
                )
            ]
                + (hasMalignant
                    ? [
                        Trace.line(
                            x: centres,
                            y: share(malignant),
                            name: "malignant",
                            colour: .malignant,
                            dash: "dash",
                            ["line": ["width": 3, "shape": "hvh"]]
                        )
                    ] : []),
            layout: ["xaxis": Axis.titled("longer side in pixels"), "yaxis": Axis.percent("share of the class")],
            height: 320,
            data: DataTable(
                caption: "Crops by size",
                columns: ["from pixels", "benign", "malignant"],
                rows: (0..<binCount).map {
                    [.number(low + Double($0) * width), .count(benign[$0]), .count(malignant[$0])]
                },
                shownRows: 40
            )
        )
    }

    private static func duplicateWords(_ crops: CropExploration) -> HTML {
        guard !crops.duplicates.isEmpty else {
            return .paragraph("No two crops are nearly the same picture.")
        }
        let rows = crops.duplicates.reduce(0) { $0 + $1.rows.count }
        let crossing = crops.duplicates.count { $0.crossesPatients }
        let both = crops.duplicates.count { $0.hasBothClasses }
        return .paragraph(
            .text(
                "\(Number.grouped(crops.duplicates.count)) groups with \(Number.grouped(rows)) crops look nearly the same (perceptual hash within 6 of 128 bits, then a correlation of at least 0.995 between the pictures). \(crossing) of them cross patients, and \(both) have both labels."
            )
        )
    }

    private static func duplicates(_ crops: CropExploration, _ found: Exploration) -> DataTable {
        let sorted = crops.duplicates.sorted { first, second in
            (first.crossesPatients ? 0 : 1, first.hasBothClasses ? 0 : 1, first.rows[0])
                < (second.crossesPatients ? 0 : 1, second.hasBothClasses ? 0 : 1, second.rows[0])
        }
        return DataTable(
            caption: "Groups of nearly equal crops",
            columns: ["lesions", "crosses patients", "both labels"],
            rows: sorted.map { group in
                [
                    .text(
                        group.rows.prefix(6).map { found.aliases.lesion(row: $0) }.joined(separator: ", ")
                            + (group.rows.count > 6 ? " and \(group.rows.count - 6) more" : "")
                    ),
                    .text(group.crossesPatients ? "yes" : "no"), .text(group.hasBothClasses ? "yes" : "no"),
                ]
            },
            shownRows: 15
        )
    }

    private static func wall(_ crops: CropExploration, _ found: Exploration) -> ReportSection.Block {
        guard !crops.thumbnails.isEmpty else {
            return .prose(
                .paragraph(
                    "Pictures of lesions are personal data: a wall of them is shown only with ",
                    .code("--thumbnails"),
                    "."
                )
            )
        }
        return .pictures(
            PictureWall(
                caption: "Some crops, drawn at random from each class",
                pictures: crops.thumbnails.map { thumbnail in
                    let kind = thumbnail.isMalignant.map { $0 ? "malignant" : "benign" } ?? "unlabelled"
                    return .init(
                        jpeg: thumbnail.jpeg,
                        description: "\(kind) lesion, \(found.aliases.lesion(row: thumbnail.row))",
                        label: kind,
                        isMarked: thumbnail.isMalignant == true
                    )
                }
            )
        )
    }
}
