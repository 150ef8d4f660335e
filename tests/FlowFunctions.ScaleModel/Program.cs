using FlowFunctions.ScaleModel;

// Prints the tables of infra/docs/scale.md. Assumptions are changed by name: dotnet run --project tests/FlowFunctions.ScaleModel -- StepsPerRun=12 PeakFactor=24
Console.Write(ScaleReport.Of(Measurement.Read(), Assumptions.Parse(args)));
