using FlowFunctions.Storage;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Options;
using Moq;

namespace FlowFunctions.Tests.Storage;

public class QueueNamesTests
{
    private const string Timer = """{"name":"timer","direction":"In","type":"timerTrigger","schedule":"0 * * * * *"}""";
    private const string Queue = """{"name":"message","direction":"In","type":"queueTrigger","dataType":"String","queueName":"run-requests","properties":{}}""";

    [Theory]
    [InlineData("", "run-requests")]
    [InlineData("demo1", "demo1-run-requests")]
    [InlineData("NightLoads", "nightloads-run-requests")]
    public void Queue_of_a_trigger_has_the_installations_prefix_and_nothing_else_changes(string prefix, string expected)
    {
        List<string> bindings = [Queue, Timer];
        var function = Mock.Of<IFunctionMetadata>(one => one.RawBindings == bindings);
        var without = Mock.Of<IFunctionMetadata>();

        new QueueNames(Options.Create(new StorageOptions { StoragePrefix = prefix })).Transform([function, without]);

        Assert.Equal([Queue.Replace("run-requests", expected, StringComparison.Ordinal), Timer], bindings);
    }

    [Fact]
    public void Longest_prefix_makes_names_that_the_account_takes()
    {
        var name = StorageQueues.NameOf(StorageQueues.NotificationsPoisonName, new string('P', StorageOptions.MaximumPrefixLength));

        Assert.Matches("^[a-z0-9](-?[a-z0-9])+$", name);
        Assert.InRange(name.Length, 3, 63);
    }
}
