public import ArgumentParser
public import Cohorts
public import Features
public import Pipeline
public import Synthesis
public import Training

// Library types that are written on the command line by the names of their cases.

extension Split: ExpressibleByArgument {}
extension CropPlacement: ExpressibleByArgument {}
extension FeatureFamily: ExpressibleByArgument {}
extension RunConfiguration.PixelSettings.Use: ExpressibleByArgument {}
extension Preset: ExpressibleByArgument {}
extension RunConfiguration.Folds.Scheme: ExpressibleByArgument {}
extension RuntimeRequest.Device: ExpressibleByArgument {}
extension RuntimeRequest.Precision: ExpressibleByArgument {}
extension SyntheticCohortConfiguration.Images: ExpressibleByArgument {}
