using System.Reflection;
using FlowFunctions.Runs;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>On Flex Consumption a function that is kept ready is named by its group. A wrong name keeps nothing ready, and costs the same.</summary>
public class AlwaysReadyTests
{
    private const string Single = "function:";

    [Theory]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void Group_that_is_kept_ready_is_one_of_the_plans_or_a_function_of_the_app(string deployment) => Assert.All(GroupsOf(deployment), group => Assert.True(
        Facts.Values("groups of functions that scale together").Contains(group) || (group.StartsWith(Single, StringComparison.Ordinal) && FunctionsApart().Contains(group[Single.Length..])),
        $"{group} is no group of functions."));

    // HTTP alone would answer at once that a run has begun, and let the run wait for an instance to start.
    [Fact]
    public void Production_keeps_ready_what_somebody_waits_for()
    {
        var waitedFor = Facts.Values("groups of functions that scale together").Where(group => group != "blob").Append(Single + "StartScheduledRun");

        Assert.Equal(waitedFor.Order(StringComparer.Ordinal), GroupsOf("Prod").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Requests_of_an_instance_can_be_limited()
    {
        Assert.Equal(40, Deployment.Everything.Single("Microsoft.Web/sites").At("properties.functionAppConfig.scaleAndConcurrency.triggers.http.perInstanceConcurrency").GetInt32());
        Assert.Null(Deployment.Prod.Single("Microsoft.Web/sites").TextAt("properties.functionAppConfig.scaleAndConcurrency.triggers.http"));
    }

    private static IEnumerable<string> GroupsOf(string deployment) =>
        Deployment.Named(deployment).Single("Microsoft.Web/sites").At("properties.functionAppConfig.scaleAndConcurrency.alwaysReady").EnumerateArray()
            .Select(group => group.GetProperty("name").GetString()!);

    /// <summary>The functions of the app that are groups of their own: those that neither a request nor an orchestration starts.</summary>
    private static IEnumerable<string> FunctionsApart() =>
        from type in typeof(RunsOptions).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let triggers = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()).Select(attribute => attribute.GetType().Name)
        where !triggers.Any(trigger => trigger is "HttpTriggerAttribute" or "OrchestrationTriggerAttribute" or "ActivityTriggerAttribute")
        select function.Name;
}
