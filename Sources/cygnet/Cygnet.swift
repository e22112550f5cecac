import ArgumentParser

@main
struct Cygnet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cygnet",
        abstract: "Screens skin lesions: ranks each patient's lesions for a clinician. Research use only; not a medical device.")
}
