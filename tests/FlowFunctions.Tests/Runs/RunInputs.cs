using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;

namespace FlowFunctions.Tests.Runs;

/// <summary>Inputs of runs whose steps are named by single letters.</summary>
internal static class RunInputs
{
    public const string RunId = "019ab0000000700080000000000000aa";
    public const string FlowId = "019ab0000000700080000000000000bb";

    public static readonly DateTime Start = new(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>The referrer of the step named by the letter.</summary>
    public static string Id(string name) => "019ab000000070008000000000000" + ((int)name[0]).ToString("x3");

    public static StepSnapshot Step(
        string name,
        string dependsOn = "",
        bool isSkipped = false,
        ExceptionStrategy onFailure = ExceptionStrategy.Stop,
        ExceptionStrategy onPartialSuccess = ExceptionStrategy.Continue) => new()
    {
        Referrer = Id(name),
        Name = name,
        DependsOn = [.. dependsOn.Select(letter => Id(letter.ToString()))],
        IsSkipped = isSkipped,
        OnFailure = onFailure,
        OnPartialSuccess = onPartialSuccess,
    };

    /// <summary>The same step, tried again as often after 30 seconds, 1 minute and so on.</summary>
    public static StepSnapshot WithRetries(this StepSnapshot step, int count) => step with { Retry = new() { Count = count } };

    public static RunInput Of(params StepSnapshot[] steps) => new()
    {
        Run = new()
        {
            Id = RunId,
            Kind = RunKind.Flow,
            OwnerId = FlowId,
            Name = "Nightly",
            Trigger = new("ann", RunTrigger.Manual),
            TraceId = "trace",
            StartDate = Start,
            Steps = [.. steps.Select(step => new StepRecord { Referrer = step.Referrer, Name = step.Name })],
        },
        Flow = new() { FlowId = FlowId, Name = "Nightly", Steps = steps },
        Integrations = [.. steps.Select(step => new IntegrationSnapshot(step.Referrer, new EndpointInput { Url = $"https://example.com/{step.Name}" }))],
        MaxParallelSteps = 20,
        MaxRunDuration = TimeSpan.FromHours(24),
        InlineWait = TimeSpan.FromSeconds(20),
        Ways = RunInput.LatestWays,
    };

    public static RunInput With(this RunInput input, RunSelection selection) => input with { Run = input.Run with { Selection = selection } };

    public static RunInput OfOneIntegration(string name) =>
        Of(Step(name)) is var input ? input with { Run = input.Run with { Kind = RunKind.Integration, OwnerId = Id(name), Name = name } } : input;
}
