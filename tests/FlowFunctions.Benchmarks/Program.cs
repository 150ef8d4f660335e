using BenchmarkDotNet.Running;
using FlowFunctions.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(StepTelemetryBenchmark).Assembly).Run(args);
