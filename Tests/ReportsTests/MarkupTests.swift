import Foundation
import Testing

@testable import Reports

@Test func textNeverBecomesMarkup() {
    let hostile = "<script>alert('x')</script> & \"quoted\" \u{0}\u{8}"
    let markup = HTML("p", ["title": hostile], .text(hostile)).markup
    #expect(
        markup
            == "<p title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot; \">"
            + "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot; </p>"
    )
}

@Test func chartsAreJSONThatCannotEndAScript() throws {
    let value: PlotValue = [
        "text": "</script><b>\u{2028}\"\\\n", "numbers": .numbers([1, 0.1234567891, -.infinity, 1e300]), "none": nil,
    ]
    let json = value.json
    #expect(!json.contains("<") && !json.contains("\u{2028}"))
    let decoded = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(decoded["text"] as? String == "</script><b>\u{2028}\"\\\n")
    #expect(json.contains("[1,0.123457,null,1e+300]"))
}

@Test func mergingChangesSingleKeys() {
    let base: PlotValue = ["axis": ["title": "a", "type": "log"], "height": 3]
    let merged = base.merging(["axis": ["title": "b"]])
    #expect(merged == ["axis": ["title": "b", "type": "log"], "height": 3])
}

@Test func tablesBecomeCSVWithFullPrecision() {
    let table = DataTable(
        caption: "t",
        columns: ["name, or so", "count", "share", "value"],
        rows: [
            [.text("a \"b\""), .count(1234), .share(0.123456789), .interval(0.5, 0.25, 0.75, decimals: 1)],
            [.text("c"), .count(0), .missing, .interval(.nan, .nan, .nan, decimals: 1)],
        ]
    )
    #expect(
        table.csv == """
            "name, or so",count,share,value,value low,value high
            "a ""b""\",1234,0.123456789,0.5,0.25,0.75
            c,0,,,,

            """
    )
}

@Test(
    arguments: [
        (0.0, "0\u{A0}%"), (1.0, "100\u{A0}%"), (0.5, "50.0\u{A0}%"), (0.000979, "0.098\u{A0}%"),
        (0.9998, "99.980\u{A0}%"), (0.99902, "99.902\u{A0}%"), (-0.02, "−2.0\u{A0}%"),
    ]
)
func sharesKeepTheDigitsThatSmallOnesNeed(share: Double, shown: String) {
    #expect(Number.percent(share) == shown)
}

@Test(
    arguments: [
        (401_059.0, "401,059"), (-1234.4, "−1,234"), (0.30682, "0.307"), (12.345, "12.3"), (0, "0"), (.nan, "–"),
        (0.00002, "2e−05"),
    ]
)
func numbersAreReadable(value: Double, shown: String) {
    #expect(Number.readable(value) == shown)
}

@Test(arguments: [("tbp_lv_A", "tbp-lv-a"), ("Ünïcode / Name", "n-code-name"), ("", "part"), ("a--b ", "a-b")])
func slugsAreSafeNames(text: String, slug: String) {
    #expect(Slug.of(text) == slug)
}

@Test(
    arguments: [
        (0.81, 0.78, 0.84, "0.810 (0.780 to 0.840)"),
        (0.00098, 0.00081, 0.00119, "0.00098 (0.00081 to 0.00119)"),
        (0.0005, 0, 0.0031, "0.0005 (0.0000 to 0.0031)"),
        (1, 1, 1, "1.000 (1.000 to 1.000)"),
        (0.2, .nan, .nan, "0.200"),
        (.nan, .nan, .nan, "–"),
    ] as [(Double, Double, Double, String)]
)
func intervalsShowTheirWidth(value: Double, low: Double, high: Double, shown: String) {
    #expect(Number.interval(value, low, high, decimals: 3) == shown)
}

@Test func numbersWithoutASignNeverShowMinusZero() {
    #expect(Number.fixed(-0.0001, 2) == "0.00")
}

@Test func aGroupedTableNamesEachGroupOnce() {
    let table = DataTable(
        caption: "t",
        columns: ["divided by", "group", "lesions"],
        rows: [
            [.text("sex"), .text("male"), .count(2)], [.text("sex"), .text("female"), .count(3)],
            [.text("age"), .text("old"), .count(4)],
        ],
        layout: .grouped
    )
    let markup = TableMarkup(table: table, csv: "t.csv").html.markup
    #expect(markup.components(separatedBy: "<th scope=\"rowgroup\" colspan=\"2\">").count == 3)
    #expect(!markup.contains("divided by"))
    #expect(markup.contains("<th scope=\"row\" class=\"short\">male</th><td class=\"n\">2</td>"))
    #expect(table.csv.hasPrefix("divided by,group,lesions\nsex,male,2\n"))
}

@Test func aDetailedTableHasItsLastColumnBelowEachRow() {
    let table = DataTable(
        caption: "t",
        columns: ["lesion", "age", "reasons"],
        rows: [[.text("row 1"), .count(55), .text("x +0.2")], [.text("row 2"), .count(60), .missing]],
        layout: .detailed
    )
    let markup = TableMarkup(table: table, csv: "t.csv").html.markup
    #expect(markup.contains("<tr class=\"detail\"><td colspan=\"2\">reasons: x +0.2</td></tr>"))
    #expect(!markup.contains("<th scope=\"col\">reasons</th>"))
    #expect(
        markup.hasSuffix("<tr><th scope=\"row\" class=\"short\">row 2</th><td class=\"n\">60</td></tr></tbody></table>")
    )
}

@Test func optionsInCommandsDoNotBreak() {
    #expect(HTML.code("train DATA --run RUN").markup == "<code>train DATA <span>--run</span> RUN</code>")
    #expect(HTML.code("tbp_lv_A").markup == "<code>tbp_lv_A</code>")
}
