import Evaluation
import Exploration

/// How rare malignant lesions are, in natural frequencies.
enum BalanceSection {
    static func make(_ found: Exploration) -> ReportSection {
        let title = "Class balance"
        switch found.balance {
        case .unavailable(let reason): return ReportSection(title, unavailable: reason)
        case .available(let balance):
            let oneIn = Number.grouped(Int(balance.oneIn.rounded()))
            let interval = balance.prevalence.interval
            let per = { (share: Double) in Number.readable((share * 100_000).rounded()) }
            return ReportSection(
                title,
                finding: .group([
                    "Of \(Number.grouped(balance.lesions)) lesions \(Number.grouped(balance.malignant)) are malignant: ",
                    .strong("1 in \(oneIn)"),
                    .text(
                        ". In 100,000 such lesions about \(per(balance.prevalence.value)) would be (95 % interval \(per(interval.low)) to \(per(interval.high))). A program that calls everything benign is right \(Number.percent(balance.accuracyOfNothing)) of the time and finds no cancer at all."
                    ),
                ]),
                decision: .text(
                    "Judge models by their ranking (partial AUC above 80 % sensitivity), never by accuracy. Show image models as many malignant as benign lesions (balanced batches, focal loss). \(weights(found.decisions.classWeights, balance))"
                ),
                blocks: [.figure(crowd(balance)), .figure(bars(balance))]
            )
        }
    }

    /// What training does about the imbalance.
    private static func weights(_ weights: Decisions.ClassWeights?, _ balance: ClassBalance) -> String {
        guard let weights else { return "" }
        let drawn =
            weights.benignPerMalignant.map {
                balance.benignPerMalignant > $0
                    ? "Boosters draw \(Number.readable($0)) of \(Number.readable(balance.benignPerMalignant.rounded())) benign lesions for each malignant one, others for every booster. Among those a"
                    : "Boosters see all benign lesions. A"
            } ?? "A"
        return
            "\(drawn) malignant lesion counts \(Number.readable(weights.malignant / weights.benign)) times as much as a benign one; full balance ranks worse."
    }

    /// One square for each lesion among which one is malignant, up to 2,000.
    private static func crowd(_ balance: ClassBalance) -> Figure {
        let ratio = Int(balance.oneIn.rounded())
        let squares = min(2_000, max(1, ratio))
        let width = min(squares, 51)
        let height = (squares + width - 1) / width
        let marked = squares / 2 + width / 3
        let cells: [PlotValue] = (0..<height).map { row in
            .list(
                (0..<width).map { column in
                    let place = row * width + column
                    return place >= squares ? .null : place == min(marked, squares - 1) ? 1 : 0
                }
            )
        }
        return Figure(
            "natural-frequency",
            title: "One malignant lesion among \(Number.grouped(squares))",
            description:
                "\(Number.grouped(squares)) small squares, one for each lesion; a single one, in the other colour, is malignant.",
            note: ratio > squares ? "Drawn with 2,000 squares; the true number is \(Number.grouped(ratio))." : .none,
            traces: [
                [
                    "type": "heatmap", "z": .list(cells), "showscale": false, "xgap": 1.5, "ygap": 1.5,
                    "hoverinfo": "skip", "zmin": 0, "zmax": 1,
                    "colorscale": [[0, FigureColour.benignTint.value], [1, FigureColour.malignant.value]],
                ]
            ],
            layout: [
                "xaxis": ["visible": false], "yaxis": ["visible": false, "autorange": "reversed"],
                "margin": ["l": 2, "r": 2, "t": 6, "b": 6],
            ],
            height: max(90, min(300, height * 13 + 12)),
            data: DataTable(
                caption: "Class balance",
                columns: ["class", "lesions", "share"],
                rows: rows(balance)
            )
        )
    }

    private static func bars(_ balance: ClassBalance) -> Figure {
        Figure(
            "class-balance",
            title: "Lesions of each class, on a logarithmic scale",
            description:
                "Benign \(Number.grouped(balance.lesions - balance.malignant)), malignant \(Number.grouped(balance.malignant)).",
            traces: [
                Trace.bars(
                    x: .numbers([Double(balance.lesions - balance.malignant), Double(balance.malignant)]),
                    y: ["benign", "malignant"],
                    name: "lesions",
                    colour: .benign,
                    horizontal: true,
                    [
                        "marker": [
                            "color": [FigureColour.benign.value, FigureColour.malignant.value],
                            "pattern": ["shape": ["", "/"]],
                        ],
                        "text": .texts([
                            Number.grouped(balance.lesions - balance.malignant), Number.grouped(balance.malignant),
                        ]),
                        "textposition": "outside", "cliponaxis": false, "showlegend": false,
                    ]
                )
            ],
            layout: [
                "xaxis": Axis.logarithmic(
                    "lesions",
                    ["range": Axis.logarithmicRange(upTo: balance.lesions), "dtick": 1]
                ),
                "yaxis": Axis.names(), "margin": ["r": 64],
            ],
            height: 190,
            data: DataTable(
                caption: "Lesions of each class",
                columns: ["class", "lesions", "share"],
                rows: rows(balance)
            )
        )
    }

    private static func rows(_ balance: ClassBalance) -> [[DataTable.Cell]] {
        let benign = balance.lesions - balance.malignant
        return [
            [.text("benign"), .count(benign), .share(Double(benign) / Double(balance.lesions))],
            [.text("malignant"), .count(balance.malignant), .share(balance.prevalence.value)],
        ]
    }
}
