using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FlowFunctions.Benchmarks;
using FlowFunctions.Benchmarks.Costs;
using FlowFunctions.Benchmarks.Outages;
using FlowFunctions.Benchmarks.Pages;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Benchmarks.Transfers;

// runs: what a user of the local host waits for and pays. cost: what runs, their viewers and lists ask of storage, beside a bare Durable Functions app. outage: what callers and
// runs see of storage that is away. page: what visitors of the page wait for, in a browser. transfer [megabytes]: a large file into a model and out again. Anything else is for BenchmarkDotNet.
if (args is ["runs", .. var options])
{
    return await RunsCommand.InvokeAsync(options);
}

if (args is ["cost", .. var costOptions])
{
    return await CostCommand.InvokeAsync(costOptions);
}

if (args is ["outage", .. var outageOptions])
{
    return await OutageCommand.InvokeAsync(outageOptions);
}

if (args is ["page", .. var pageOptions])
{
    return await PageCommand.InvokeAsync(pageOptions);
}

if (args is ["transfer", .. var sizes])
{
    await TransferTrial.RunAsync(sizes is [var size] ? long.Parse(size, CultureInfo.InvariantCulture) : 2000);
    return 0;
}

// In this process: the project that would be generated for another one is not made for this repository's rules.
var config = DefaultConfig.Instance.AddJob(Job.MediumRun.WithLaunchCount(1).WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(StepTelemetryBenchmark).Assembly).Run(args, config);
return 0;
