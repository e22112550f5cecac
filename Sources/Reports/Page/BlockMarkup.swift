import Foundation

/// A figure as markup: caption and words first, then the chart, then its data.
struct FigureMarkup {
    let figure: Figure
    let dataFolder: String

    var html: HTML {
        let name = figure.name
        var under = [
            HTML("a", ["href": "\(dataFolder)/\(name).csv"], "Data (CSV)"),
            HTML(
                "details",
                ["class": "data"],
                HTML("summary", [:], "Data as a table"),
                HTML(
                    "div",
                    ["class": "table", "tabindex": "0", "role": "group", "aria-label": figure.data.caption],
                    TableMarkup(table: figure.data, csv: "\(dataFolder)/\(name).csv").html
                )
            ),
        ]
        if figure.note != .none { under.insert(HTML("p", [:], figure.note), at: 0) }
        return HTML(
            "figure",
            ["id": "figure-\(name)", "aria-labelledby": "\(name)-name"],
            HTML(
                "figcaption",
                [:],
                HTML("span", ["class": "name", "id": "\(name)-name"], .text(figure.title)),
                HTML("span", ["class": "words"], .text(figure.description))
            ),
            choice,
            HTML(
                "div",
                [
                    "class": "chart", "id": "\(name)-chart", "data-specification": "\(name)-specification",
                    "role": "img", "aria-label": "\(figure.title). \(figure.description)",
                    "style": "height:\(figure.height)px",
                ]
            ),
            HTML("div", ["class": "under"], all: under)
        )
    }

    private var choice: HTML {
        guard figure.variants.count > 1 else { return .none }
        let options = figure.variants.map { HTML("option", [:], .text($0.label)) }
        return HTML(
            "div",
            ["class": "choice"],
            HTML("label", ["for": "\(figure.name)-chart-choice"], .text(figure.choice)),
            HTML("select", ["id": "\(figure.name)-chart-choice"], all: options)
        )
    }
}

/// Notices as a list, the worst first, each with its severity in words.
struct NoticeMarkup {
    let notices: [Notice]

    var html: HTML {
        let sorted = notices.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }
        return HTML(
            "ul",
            ["class": "notices"],
            all: sorted.map { entry in
                let notice = entry.element
                return HTML(
                    "li",
                    [:],
                    HTML(
                        "span",
                        ["class": "severity \(notice.severity.word.lowercased())"],
                        .text(notice.severity.word)
                    ),
                    HTML(
                        "div",
                        [:],
                        HTML("div", ["class": "name"], .text(notice.title)),
                        HTML("p", ["class": "words"], .text(notice.detail))
                    )
                )
            }
        )
    }
}

/// Pictures in a grid; marked ones have a frame and say so in words.
struct WallMarkup {
    let wall: PictureWall

    var html: HTML {
        let pictures = wall.pictures.map { picture in
            HTML(
                "li",
                picture.isMarked ? ["class": "marked"] : [:],
                HTML(
                    "img",
                    [
                        "src": "data:image/jpeg;base64,\(Data(picture.jpeg).base64EncodedString())",
                        "alt": picture.description,
                    ]
                ),
                .text(picture.label)
            )
        }
        return HTML(
            "figure",
            [:],
            HTML("figcaption", [:], HTML("span", ["class": "name"], .text(wall.caption))),
            HTML("ul", ["class": "wall"], all: pictures)
        )
    }
}
