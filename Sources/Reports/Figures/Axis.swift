import Foundation

/// Axes and traces as the chart library describes them, under names that say what they are.
public enum Axis {
    /// An axis with a title.
    public static func titled(_ title: String, _ more: PlotValue = [:]) -> PlotValue {
        let axis: PlotValue = ["title": ["text": .text(title)]]
        return axis.merging(more)
    }

    /// A logarithmic axis with a title.
    public static func logarithmic(_ title: String, _ more: PlotValue = [:]) -> PlotValue {
        titled(title, ["type": "log"]).merging(more)
    }

    /// The range of a logarithmic axis of counts from just below 1, as powers of ten.
    public static func logarithmicRange(upTo count: Int) -> PlotValue {
        .numbers([log10(0.7), log10(Double(max(2, count)) * 1.6)])
    }

    /// An axis of shares, shown in percent.
    public static func percent(_ title: String, _ more: PlotValue = [:]) -> PlotValue {
        titled(title, ["tickformat": ".0%"]).merging(more)
    }

    /// An axis of names, the first one on top.
    public static func names(_ more: PlotValue = [:]) -> PlotValue {
        let axis: PlotValue = ["type": "category", "autorange": "reversed", "automargin": true, "showgrid": false]
        return axis.merging(more)
    }
}

/// Traces of charts.
public enum Trace {
    /// A line through points.
    public static func line(
        x: [Double],
        y: [Double],
        name: String,
        colour: FigureColour,
        dash: String = "solid",
        _ more: PlotValue = [:]
    ) -> PlotValue {
        let trace: PlotValue = [
            "type": "scatter", "mode": "lines", "name": .text(name), "x": .numbers(x), "y": .numbers(y),
            "line": ["color": colour.value, "dash": .text(dash), "width": 2],
        ]
        return trace.merging(more)
    }

    /// Bars over names or numbers.
    public static func bars(
        x: PlotValue,
        y: PlotValue,
        name: String,
        colour: FigureColour,
        horizontal: Bool = false,
        _ more: PlotValue = [:]
    ) -> PlotValue {
        let trace: PlotValue = [
            "type": "bar", "name": .text(name), "x": x, "y": y, "orientation": horizontal ? "h" : "v",
            "marker": ["color": colour.value],
        ]
        return trace.merging(more)
    }

    /// Points on a horizontal scale with their intervals, one row each: a forest plot.
    public static func intervals(
        names: [String],
        values: [Double],
        low: [Double],
        high: [Double],
        name: String,
        colour: FigureColour,
        symbol: String = "circle",
        _ more: PlotValue = [:]
    ) -> PlotValue {
        let trace: PlotValue = [
            "type": "scatter", "mode": "markers", "name": .text(name), "x": .numbers(values), "y": .texts(names),
            "marker": ["color": colour.value, "symbol": .text(symbol), "size": 8], "cliponaxis": false,
            "error_x": [
                "type": "data", "symmetric": false, "thickness": 1.5, "width": 0, "color": colour.value,
                "array": .numbers(zip(values, high).map { $1 - $0 }),
                "arrayminus": .numbers(zip(values, low).map { $0 - $1 }),
            ],
        ]
        return trace.merging(more)
    }
}
