using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;

namespace FlowFunctions.LocalHost.Tests.Functions;

public sealed class HostedFunctionTests
{
    private const string Timer = """{"name":"timer","type":"timerTrigger","direction":"In","schedule":"0 * * * * *"}""";
    private const string Client = """{"name":"client","type":"durableClient","direction":"In"}""";

    [Fact]
    public void Functions_come_in_the_order_of_their_names_with_trigger_and_clients()
    {
        var functions = HostedFunction.Read([SampleFunctions.Metadata("b", Timer, Client), SampleFunctions.Metadata("A", Timer)]);

        Assert.Equal(["A", "b"], functions.Select(function => function.Name));
        Assert.Equal("id of b", functions[1].Id);
        Assert.Equal("0 * * * * *", functions[1].Trigger.Text("schedule"));
        Assert.Equal("client", Assert.Single(functions[1].Inputs).Name);
        Assert.Empty(functions[0].Inputs);
    }

    [Fact]
    public void All_that_cannot_be_served_is_named_at_once()
    {
        var fault = Assert.Throws<StartupException>(() => HostedFunction.Read(
        [
            SampleFunctions.Metadata("Import", """{"name":"blob","type":"blobTrigger","direction":"In"}"""),
            SampleFunctions.Metadata("Nothing", Client),
            SampleFunctions.Metadata("Twice", Timer),
            SampleFunctions.Metadata("TWICE", Timer),
        ]));

        Assert.Collection(
            fault.Faults,
            first => Assert.StartsWith("The function 'Import' has a binding of the type 'blobTrigger', which the local host does not know", first, StringComparison.Ordinal),
            second => Assert.Equal("The function 'Nothing' has no trigger, or more than one. Give it one.", second),
            third => Assert.Equal("2 functions are named 'Twice' (case does not count). Rename all but one.", third));
    }

    [Fact]
    public void Function_with_two_triggers_is_refused() =>
        Assert.Throws<StartupException>(() => HostedFunction.Read([SampleFunctions.Metadata("Both", Timer, """{"name":"call","type":"activityTrigger","direction":"In"}""")]));
}
